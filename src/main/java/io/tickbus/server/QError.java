package io.tickbus.server;

/** An error to answer a request with, as q signals it: {@code type}, {@code rank}, a table's name. */
public final class QError extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param text what the client gets to see, without a leading quote; q's own word first, then where and why
     */
    public QError(String text) {
        super(text, null, false, false); // it is an answer, not a fault: nobody looks at its stack
    }

    /** Something that q could do and this server cannot. */
    public static QError nyi(String name) {
        return new QError("nyi: " + name);
    }

    /** A call with the wrong number of arguments. */
    public static QError rank(String call) {
        return new QError("rank: " + call);
    }

    /** A value of the wrong type. */
    public static QError type(String where) {
        return new QError("type: " + where);
    }

    /** The text that the client gets. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
