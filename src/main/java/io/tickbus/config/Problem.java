package io.tickbus.config;

import java.util.regex.Pattern;

/**
 * One thing that is wrong with a configuration.
 *
 * @param file the file, as it was named by the caller; empty when the configuration was a tree
 * @param line the line in the file, from 1; 0 when there is none
 * @param path where in the configuration, as {@code subscribers[0].port}; empty for the whole
 * @param message what is wrong and, where it can be said, what would be right
 */
public record Problem(String file, int line, String path, String message) {
    private static final Pattern LINE_ENDS = Pattern.compile("\\s*\\R\\s*");

    /** One line: {@code file:line: path: message}, without the parts that are not known. */
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
