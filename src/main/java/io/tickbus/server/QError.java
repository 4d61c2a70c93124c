package io.tickbus.server;

/**
 * An error answer to a request, in q's form: {@code type}, {@code rank}, a table's name. Functions of {@link Definitions}
 * throw it.
 */
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
     * @param text the text that the client receives, without a leading quote: q's own word, then the place and the reason
     */
    public QError(String text) {
        this(Kind.OTHER, text);
    }

    private QError(Kind kind, String text) {
        super(text, null, false, false); // no stack trace: this is an answer, not a fault
        this.kind = kind;
    }

    /** Creates the error for an unknown name, which q signals as the name alone. */
    public static QError name(String name) {
        return new QError(Kind.NAME, name);
    }

    /** Creates the error for something that q supports and this server does not. */
    public static QError nyi(String name) {
        return new QError(Kind.NYI, "nyi: " + name);
    }

    /** Creates the error for a call with the wrong number of arguments. */
    public static QError rank(String call) {
        return new QError("rank: " + call);
    }

    /** Creates the error for a value of the wrong type. */
    public static QError type(String where) {
        return new QError("type: " + where);
    }

    /** Returns what kind of error it is. */
    public Kind kind() {
        return kind;
    }

    /** Returns the text that the client receives. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
