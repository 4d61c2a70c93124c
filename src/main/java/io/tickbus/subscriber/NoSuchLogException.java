package io.tickbus.subscriber;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A log that cannot be read, however often it is tried. Any other IOException may pass. */
final class NoSuchLogException extends IOException {
    private static final long serialVersionUID = 1;

    NoSuchLogException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
