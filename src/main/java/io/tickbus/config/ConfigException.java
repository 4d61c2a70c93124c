package io.tickbus.config;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Thrown if a configuration cannot be used. The message has one line for each problem. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /**
     * Creates an exception whose message has one line for each problem.
     *
     * @param problems the problems, at least one
     */
    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** {@return all problems in the order of the file} The list is never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
