package io.tickbus.cli;

import io.tickbus.cli.console.ExitCode;
import io.tickbus.log.FileKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * The standard output of all commands. This class detects failed writes. If the output is a pipe whose reader (such as
 * {@code head}) has ended, the command ends normally. After any other failure, such as a full disk, this class prints
 * an error at once. The command then ends with exit code 1. Thread-safe.
 */
final class StandardOutput extends OutputStream {
    private final OutputStream out;
    private final Path target;
    private final PrintWriter err;
    private boolean failed;
    private boolean incomplete;

    /**
     * @param out the stream that receives the output
     * @param target the path of the file, pipe or terminal behind the stream
     * @param err receives a message about the first failure
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
            recordFailure(failure);
            throw failure;
        }
    }

    private void recordFailure(IOException failure) {
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

    /**
     * Returns whether the output is a pipe or a socket. The method inspects the file, because the message of a failed
     * write depends on the system's language.
     */
    private boolean isPipe() {
        try {
            FileKind kind = FileKind.of(target);
            return kind == FileKind.FIFO || kind == FileKind.SOCKET;
        } catch (IOException unknown) {
            return false;
        }
    }

    /**
     * Returns the exit code of the program.
     *
     * @param ofCommand the exit code that the command returned
     */
    synchronized int exitCode(int ofCommand) {
        return incomplete && ofCommand == ExitCode.OK ? ExitCode.FAILED : ofCommand;
    }
}
