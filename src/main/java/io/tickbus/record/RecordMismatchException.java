package io.tickbus.record;

import java.util.List;

/**
 * Thrown if the components of a record do not fit the columns of a table. The message has one line per component that does not
 * fit, with its Java type, the column's q type and the types that would fit.
 */
public final class RecordMismatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    RecordMismatchException(String summary, List<String> problems) {
        super(summary + ":\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** {@return the lines of the message about the components, at least one} */
    public List<String> problems() {
        return problems;
    }
}
