package io.tickbus.config;

import java.util.regex.Pattern;

/**
 * A problem of a configuration. Immutable.
 *
 * @param file the file's name as the caller gave it; empty for a tree
 * @param line the line in the file, from 1; 0 if there is no line
 * @param path the path in the configuration, such as {@code subscribers[0].port}; empty for the whole configuration
 * @param message what is wrong and, if it can be said, what is right
 */
public record Problem(String file, int line, String path, String message) {
    private static final Pattern LINE_ENDS = Pattern.compile("\\s*\\R\\s*");

    /** Returns one line: {@code file:line: path: message}, without unknown parts. */
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
