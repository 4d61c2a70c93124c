package io.tickbus.access;

/**
 * Makes a client's text safe for a log or an error message. Control characters become question marks, and a long text
 * is cut. Stateless and thread-safe.
 */
public final class PrintableText {
    /** Limit of the returned text, in characters. */
    public static final int LENGTH_MAX = 200;

    private PrintableText() {}

    public static String of(String text) {
        String shown = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + ".." : text;
        return shown.replaceAll("[\\p{Cntrl}\\x{2028}\\x{2029}]", "?");
    }
}
