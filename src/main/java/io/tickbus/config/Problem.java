package io.tickbus.config;

import java.util.regex.Pattern;

/**
 * A problem of a configuration. Immutable.
 *
 * @param file the file's name as the caller gave it, or an empty text without a file
 * @param line the line in the file, counted from 1, or 0 for no line
 * @param path the path in the configuration, such as {@code subscribers[0].port}, or an empty text for the whole
 *     configuration
 * @param message the error and, if possible, the correction
 */
public record Problem(String file, int line, String path, String message) {
    private static final Pattern LINE_ENDS = Pattern.compile("\\s*\\R\\s*");

    /** Returns one line in the form {@code file:line: path: message}, without unknown parts. */
    @Override
    public String toString() {
        var text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        for (String part : new String[] {path, message}) {
            if (!part.isEmpty()) {
                text.append(text.isEmpty() ? "" : ": ").append(part);
            }
        }
        return LINE_ENDS.matcher(text).replaceAll(" ");
    }
}
