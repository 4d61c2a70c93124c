package io.tickbus.record;

import org.jspecify.annotations.Nullable;

/** Thrown for a cell that cannot be converted. Becomes a {@link RowException}, which names column and row. */
final class CellException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CellException(@Nullable String reason) {
        // The stack of the RowException shows the caller's call, which is the only one of interest.
        super(reason, null, false, false);
    }
}
