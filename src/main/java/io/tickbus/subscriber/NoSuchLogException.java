package io.tickbus.subscriber;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reports that a log cannot be read and that further attempts are useless. After any other IOException, a further attempt
 * may succeed.
 */
final class NoSuchLogException extends IOException {
    private static final long serialVersionUID = 1;

    NoSuchLogException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
