package io.tickbus.differential;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A select in parts, so that a difference can be assigned to a part.
 *
 * @param keys the expressions after {@code by}; empty without {@code by}
 * @param columns the expressions after {@code select}; empty for all columns
 * @param conditions the expressions after {@code where}; empty without {@code where}
 */
record Query(List<Part> keys, List<Part> columns, List<Part> conditions) {
    /**
     * One expression.
     *
     * @param text the expression in q, with or without a column name
     * @param label the functions and types of the expression; differences with one label are counted together
     */
    record Part(String text, String label) {}

    String text() {
        return "select" + list(" ", columns) + list(" by ", keys) + " from " + RandomTable.NAME
                + list(" where ", conditions);
    }

    private static String list(String head, List<Part> parts) {
        return parts.isEmpty() ? "" : head + parts.stream().map(Part::text).collect(Collectors.joining(","));
    }

    /** Returns the number of expressions. */
    int parts() {
        return keys.size() + columns.size() + conditions.size();
    }

    /** Returns the label of the whole query, for a difference that no single part explains. */
    String label() {
        StringBuilder label = new StringBuilder(labels("", columns));
        label.append(labels(" by ", keys)).append(labels(" where ", conditions));
        return label.toString().strip();
    }

    private static String labels(String head, List<Part> parts) {
        return parts.isEmpty() ? "" : head + parts.stream().map(Part::label).collect(Collectors.joining(", "));
    }
}
