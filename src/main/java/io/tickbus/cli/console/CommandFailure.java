package io.tickbus.cli.console;

/** Ends a command with an exit code. The main class prints the message in one line, without a stack trace. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    /**
     * @param exitCode one of {@link ExitCode}
     * @param message names the place and the wrong value, and says what is expected and what the user can do
     */
    public CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
