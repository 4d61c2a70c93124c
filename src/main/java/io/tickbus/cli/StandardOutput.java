package io.tickbus.cli;

import io.tickbus.cli.console.ExitCode;
import io.tickbus.log.FileKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * Standard output, as every command prints to it. A reader that has closed its end, such as {@code head}, has what it wanted: the
 * command ends as it would. Any other failure, such as of a full disk, is told on standard error when it happens, and ends the
 * command with 1.
 */
final class StandardOutput extends OutputStream {
    private final OutputStream out;
    private final Path target;
    private final PrintWriter err;
    private boolean failed;
    private boolean incomplete;

    /**
     * @param out what to write to
     * @param target the path of what that leads to
     * @param err where the first failure is told
     */
    StandardOutput(OutputStream out, Path target, PrintWriter err) {
        this.out = out;
        this.target = target;
        this.err = err;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException failure) {
            note(failure);
            throw failure;
        }
    }

    private void note(IOException failure) {
        if (failed) {
            return;
        }
        failed = true;
        if (!isPipe()) {
            incomplete = true;
            err.println(
                    "tickbus: cannot write to standard output: " + failure.getMessage() + "; the output is incomplete");
        }
    }

    /** Asks what the output is, since the text of the error is in the system's language. */
    private boolean isPipe() {
        try {
            FileKind kind = FileKind.of(target);
            return kind == FileKind.FIFO || kind == FileKind.SOCKET;
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Returns the exit code of a command that would end with this one. */
    synchronized int exitCode(int ofCommand) {
        return incomplete && ofCommand == ExitCode.OK ? ExitCode.FAILED : ofCommand;
    }
}
