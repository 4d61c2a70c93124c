package io.tickbus.server;

/**
 * An error answer to a request, in q's form, for example {@code type}, {@code rank} or a table's name. Functions of
 * {@link Definitions} throw this exception.
 */
public final class QError extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The kinds of error that callers distinguish. */
    public enum Kind {
        /** The request uses a part of q that this server does not support. */
        NYI,
        /** A name is unknown. The text consists of the name. */
        NAME,
        /** Any other error. */
        OTHER
    }

    private final Kind kind;

    /**
     * @param text the text that the client receives, without a leading quote. The text begins with q's word for the
     *     error. The position and the reason follow.
     */
    public QError(String text) {
        this(Kind.OTHER, text);
    }

    private QError(Kind kind, String text) {
        // No stack trace is recorded, because this exception is an answer and not a fault.
        super(text, null, false, false);
        this.kind = kind;
    }

    /** Creates the error for an unknown name. As in q, the text consists of the name. */
    public static QError name(String name) {
        return new QError(Kind.NAME, name);
    }

    /** Creates the error for a feature that q supports and this server does not. */
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

    /** Returns the kind of the error. */
    public Kind kind() {
        return kind;
    }

    /** Returns the text that the client receives. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
