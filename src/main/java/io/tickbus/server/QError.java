package io.tickbus.server;

/** An error to answer a request with, as q signals it: {@code type}, {@code rank}, a table's name. */
public final class QError extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Errors that callers tell apart. */
    public enum Kind {
        /** This server does not support a part of the request; the text does not say what is supported. */
        NYI,
        /** A name is unknown; the text is the name alone. */
        NAME,
        /** Every other error. */
        OTHER
    }

    private final Kind kind;

    /**
     * @param text what the client gets to see, without a leading quote; q's own word first, then where and why
     */
    public QError(String text) {
        this(Kind.OTHER, text);
    }

    private QError(Kind kind, String text) {
        super(text, null, false, false); // it is an answer, not a fault: nobody looks at its stack
        this.kind = kind;
    }

    /** Returns the error of an unknown name, which q signals as the name alone. */
    public static QError name(String name) {
        return new QError(Kind.NAME, name);
    }

    /** Something that q could do and this server cannot. */
    public static QError nyi(String name) {
        return new QError(Kind.NYI, "nyi: " + name);
    }

    /** A call with the wrong number of arguments. */
    public static QError rank(String call) {
        return new QError("rank: " + call);
    }

    /** A value of the wrong type. */
    public static QError type(String where) {
        return new QError("type: " + where);
    }

    /** Returns what kind of error it is. */
    public Kind kind() {
        return kind;
    }

    /** The text that the client gets. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
