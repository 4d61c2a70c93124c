package io.tickbus.event;

/** Rows that do not fit their table; the message names the row, the column, the value and what was expected. */
public final class BadRowsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadRowsException(String message) {
        super(message);
    }
}
