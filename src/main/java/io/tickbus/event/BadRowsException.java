package io.tickbus.event;

/** Reports that rows do not fit their table. The message names the row, the column, the value and the expected type. */
public final class BadRowsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates an exception.
     *
     * @param message the reason, which names the row and the column
     */
    public BadRowsException(String message) {
        super(message);
    }
}
