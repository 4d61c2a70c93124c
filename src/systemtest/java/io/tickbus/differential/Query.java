package io.tickbus.differential;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A select in parts, so that what differs can be told by part.
 *
 * @param keys what stands behind {@code by}, none for no {@code by}
 * @param columns what stands behind {@code select}, none for all columns
 * @param conditions what stands behind {@code where}, none for no {@code where}
 */
record Query(List<Part> keys, List<Part> columns, List<Part> conditions) {
    /**
     * One expression.
     *
     * @param text as q reads it, with a name in front or not
     * @param label the functions and the types in it: what is counted together
     */
    record Part(String text, String label) {}

    String text() {
        return "select" + list(" ", columns) + list(" by ", keys) + " from " + RandomTable.NAME
                + list(" where ", conditions);
    }

    private static String list(String head, List<Part> parts) {
        return parts.isEmpty() ? "" : head + parts.stream().map(Part::text).collect(Collectors.joining(","));
    }

    /** How many expressions there are. */
    int parts() {
        return keys.size() + columns.size() + conditions.size();
    }

    /** What all of it is about, for a difference that no single part explains. */
    String label() {
        StringBuilder label = new StringBuilder(labels("", columns));
        label.append(labels(" by ", keys)).append(labels(" where ", conditions));
        return label.toString().strip();
    }

    private static String labels(String head, List<Part> parts) {
        return parts.isEmpty() ? "" : head + parts.stream().map(Part::label).collect(Collectors.joining(", "));
    }
}
