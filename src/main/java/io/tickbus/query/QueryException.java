package io.tickbus.query;

/**
 * Thrown for a query that cannot be evaluated. The message begins with q's signal and names the position in the query's
 * text, for example {@code parse: column 12: ...}. For q that is not supported here, the signal is {@code nyi}, for
 * example {@code nyi: exec at column 1; ...}.
 */
public final class QueryException extends Exception {
    private static final long serialVersionUID = 1;
    static final String SUPPORTED =
            "supported are select over one table with by and where, + - * % & | = <> < > <= >= in within"
                    + " like xbar, neg not null, count sum avg min max first last dev wavg, and fields of temporals such as time.minute";

    /** The cause of the failure. */
    public enum Kind {
        /** The query is wrong, or does not fit the table. */
        REFUSED,
        /** The query is valid q that is not supported here. */
        NYI,
        /** The query exceeds a limit, such as the maximum number of rows in a result. */
        LIMIT
    }

    private final Kind kind;
    private final String signal;
    private final int column;

    private QueryException(Kind kind, String signal, int column, String message) {
        super(message);
        this.kind = kind;
        this.signal = signal;
        this.column = column;
    }

    /**
     * @param signal q's own word for the error, such as {@code type}
     * @param column the position in the query's text, from 1
     * @param reason the rest of the message
     */
    static QueryException of(String signal, int column, String reason) {
        return of(Kind.REFUSED, signal, column, reason);
    }

    private static QueryException of(Kind kind, String signal, int column, String reason) {
        return new QueryException(kind, signal, column, signal + ": column " + column + ": " + reason);
    }

    static QueryException parse(int column, String reason) {
        return of("parse", column, reason);
    }

    static QueryException type(int column, String reason) {
        return of("type", column, reason);
    }

    static QueryException limit(int column, String reason) {
        return of(Kind.LIMIT, "limit", column, reason);
    }

    /** @param what the word or construct that is not supported */
    static QueryException nyi(int column, String what) {
        return new QueryException(Kind.NYI, "nyi", column, "nyi: " + what + " at column " + column + "; " + SUPPORTED);
    }

    /**
     * Returns q's signal, such as {@code type}. If the table lacks a column, the signal is the column's name, as in q.
     */
    public String signal() {
        return signal;
    }

    /** Returns the error's position in the query's text, from 1. */
    public int column() {
        return column;
    }

    public Kind kind() {
        return kind;
    }
}
