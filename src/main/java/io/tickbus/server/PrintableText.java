package io.tickbus.server;

/** Text of a stranger made fit for a log or an error: on one line, and not long. */
final class PrintableText {
    /** Characters that are shown. */
    static final int LENGTH_MAX = 200;

    private PrintableText() {}

    static String of(String text) {
        String shown = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + ".." : text;
        return shown.replaceAll("[\\p{Cntrl}\\x{2028}\\x{2029}]", "?");
    }
}
