package io.tickbus.cli.log;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.LineInPlace;
import io.tickbus.cli.console.SystemTerminal;
import io.tickbus.log.FileKind;
import io.tickbus.log.LogReader;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QFormatException.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The log that a subcommand of {@code tickbus log} reads, and the options for the read. */
final class LogFile {
    private static final int MB = 1 << 20;
    /** Smallest log with a progress line, in bytes. A smaller log is read too quickly for a progress line. */
    private static final long PROGRESS_BYTES_MIN = 256L * MB;

    private static final int PERCENT = 100;

    /**
     * The folder of the process's own open files, such as {@code /dev/stdin}. Opening a pipe in this folder does not
     * block, because its other end is already open.
     */
    private static final Path OPEN_FILES = Path.of("/dev");

    interface Reading<T> {
        T of(LogReader reader) throws IOException, CommandFailure;
    }

    @Parameters(paramLabel = "FILE", description = "A tickerplant's log, or a pipe such as /dev/stdin.")
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private Path path;

    @Option(
            names = "--message-mb",
            paramLabel = "N",
            defaultValue = "256",
            description =
                    "The longest message that is read, messageBytesMax in a configuration; default ${DEFAULT-VALUE} MB.")
    private int messageMb;

    Path path() {
        return path;
    }

    int messageBytesMax() {
        return (int) Math.min((long) messageMb * MB, Integer.MAX_VALUE - Long.BYTES);
    }

    long bytes() throws CommandFailure {
        try {
            return Files.size(path);
        } catch (IOException unreadable) {
            throw failed(unreadable);
        }
    }

    /** Returns the size of the log in bytes. For a pipe, returns the number of bytes that were read so far. */
    long bytes(LogReader reader) throws CommandFailure {
        return Math.max(bytes(), reader.bytesRead());
    }

    /**
     * Opens the log, runs an operation on it and closes it.
     *
     * @throws CommandFailure if the log cannot be read; the message contains the system's reason
     */
    <T> T read(Reading<T> reading) throws CommandFailure {
        if (messageMb < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--message-mb must be above 0");
        }
        try (LogReader reader = open()) {
            return reading.of(reader);
        } catch (IOException unreadable) {
            throw failed(unreadable);
        }
    }

    private LogReader open() throws IOException {
        boolean pipe = path.startsWith(OPEN_FILES) && FileKind.of(path) == FileKind.FIFO;
        return pipe
                ? LogReader.of(FileChannel.open(path, StandardOpenOption.READ), messageBytesMax())
                : LogReader.open(path, messageBytesMax());
    }

    /** Fails if the log is a pipe. A pipe can be read only once, and only from its start. */
    void requireFile() throws CommandFailure {
        try {
            FileKind.requireFile(path);
        } catch (IOException noFile) {
            throw failed(noFile);
        }
    }

    CommandFailure failed(IOException failure) {
        String reason = String.valueOf(failure.getMessage());
        if (failure instanceof NoSuchFileException) {
            reason = "no such file";
        } else if (failure instanceof AccessDeniedException) {
            reason = "permission denied";
        }
        return new CommandFailure(ExitCode.FAILED, path + ": " + reason);
    }

    /**
     * Returns a failure if the file is not a log, else null. A file that ends inside the log header counts as a log. A
     * writer can still complete the header.
     */
    @Nullable
    CommandFailure notALog(LogReader reader) {
        QFormatException damage = reader.damage();
        return damage == null || reader.goodBytes() > 0
                ? null
                : new CommandFailure(ExitCode.FAILED, path + ": not a tickerplant's log: " + damage.getMessage());
    }

    /** Returns a description of the damage. If an option helps to read the log, the description names the option. */
    static String reason(QFormatException damage) {
        return damage.kind() == Kind.LENGTH
                ? damage.getMessage() + "; --message-mb reads longer ones"
                : String.valueOf(damage.getMessage());
    }

    /**
     * Returns a progress line. The line is visible only for a long log on a terminal. The caller reports the read
     * position to the line, and closes the line.
     */
    Progress progress(PrintWriter err) throws CommandFailure {
        long bytes = bytes();
        boolean shown = SystemTerminal.isStandardOutput() && bytes >= PROGRESS_BYTES_MIN;
        return new Progress(shown ? new LineInPlace(err) : null, bytes);
    }

    /** A terminal line that shows how much of the log has been read. */
    static final class Progress implements AutoCloseable {
        private final @Nullable LineInPlace line;
        private final long bytes;
        private long percent = -1;

        private Progress(@Nullable LineInPlace line, long bytes) {
            this.line = line;
            this.bytes = bytes;
        }

        void at(long position) {
            long now = position * PERCENT / Math.max(1, bytes);
            if (line != null && now != percent) {
                percent = now;
                line.show(String.format(Locale.ROOT, "%d %% of %,d MB read", Math.min(PERCENT, now), bytes / MB));
            }
        }

        @Override
        public void close() {
            if (line != null) {
                line.show("");
                line.close();
            }
        }
    }
}
