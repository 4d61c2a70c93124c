package io.tickbus.record;

/**
 * Thrown for a row that cannot be read as a record or written from one. The message names the row, the column, the
 * value, what was expected and what to do.
 */
public final class RowException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Index of the row. */
    private final int row;
    /** Empty if the record's own constructor refused the row. */
    private final String column;

    private RowException(int row, String column, String message, Throwable cause) {
        super("row " + row + (column.isEmpty() ? "" : ", column " + column) + ": " + message, cause);
        this.row = row;
        this.column = column;
    }

    /** Returns an exception for a cell that cannot be converted. */
    static RowException ofCell(int row, String column, Throwable cause) {
        return new RowException(row, column, String.valueOf(cause.getMessage()), cause);
    }

    /** Returns an exception for a row that the record's own constructor refused. */
    static RowException ofRow(int row, String reason, Throwable cause) {
        return new RowException(row, "", reason, cause);
    }

    /** {@return the index of the row among the rows that were read or written, counted from 0} */
    public int row() {
        return row;
    }

    /** {@return the column's name} Returns an empty text if the record's own constructor refused the row. */
    public String column() {
        return column;
    }
}
