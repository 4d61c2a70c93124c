package io.tickbus.record;

import java.util.List;

/**
 * Thrown if the components of a record do not fit the columns of a table. The message has one line for each component
 * that does not fit. The line has the component's Java type, the column's q type, and the Java types that would fit.
 */
public final class RecordMismatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    RecordMismatchException(String summary, List<String> problems) {
        super(summary + ":\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** {@return the lines of the message, one for each component that does not fit} */
    public List<String> problems() {
        return problems;
    }
}
