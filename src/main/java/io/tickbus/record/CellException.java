package io.tickbus.record;

import org.jspecify.annotations.Nullable;

/**
 * Thrown for a cell that cannot be converted. The application receives a {@link RowException} instead, which names the
 * column and the row.
 */
final class CellException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CellException(@Nullable String reason) {
        // Has no stack trace, because the stack trace of the RowException shows the application's call.
        super(reason, null, false, false);
    }
}
