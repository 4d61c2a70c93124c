package io.tickbus.cli.console;

/** Ends a command with an exit code. Main prints the message in one line, without a stack trace. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    public CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
