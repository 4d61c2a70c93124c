package io.tickbus.config;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** A configuration that cannot be used. Its message has one line for each problem. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /** Problems found outside the file itself, such as by a role that needs what the file does not have. */
    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong, in the order of the file; never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
