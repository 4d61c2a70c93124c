package io.tickbus.query;

/**
 * Why a question has no answer. The message begins with what q would signal, and names the column of the text: {@code parse:
 * column 12: ...}, and {@code nyi: exec at column 1; ...} for what is not supported.
 */
public final class QueryException extends Exception {
    private static final long serialVersionUID = 1;
    static final String SUPPORTED =
            "supported are select over one table with by and where, + - * % & | = <> < > <= >= in within"
                    + " like xbar, neg not null, count sum avg min max first last dev wavg, and fields of temporals such as time.minute";

    /** What stands behind a signal. */
    public enum Kind {
        /** The question is wrong, or does not fit the table. */
        REFUSED,
        /** Good q that is not supported here. */
        NYI,
        /** One of the named limits. */
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
     * @param signal in q's own words, such as {@code type}
     * @param column of the text, from 1
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

    /** @param what is not supported */
    static QueryException nyi(int column, String what) {
        return new QueryException(Kind.NYI, "nyi", column, "nyi: " + what + " at column " + column + "; " + SUPPORTED);
    }

    /** What q signals, such as {@code type}; the column's name where the table has none such. */
    public String signal() {
        return signal;
    }

    /** Where in the text, from 1. */
    public int column() {
        return column;
    }

    public Kind kind() {
        return kind;
    }
}
