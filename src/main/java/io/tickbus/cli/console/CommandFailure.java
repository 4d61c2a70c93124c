package io.tickbus.cli.console;

/** Ends a command with an exit code. Main prints the message in one line, without a stack trace. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    /**
     * @param exitCode one of {@link ExitCode}
     * @param message the place, the value, what was expected and what to do, as far as they apply
     */
    public CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
