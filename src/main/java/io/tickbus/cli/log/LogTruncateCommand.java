package io.tickbus.cli.log;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.UsageError;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.log.Disk;
import io.tickbus.log.LogReader;
import io.tickbus.log.LogWriter;
import io.tickbus.q.QFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tickbus log truncate}. It keeps only the good messages at the start of a log. */
@Command(
        name = "truncate",
        description = {
            "Writes a new log with the good messages from the start of FILE, up to the first damage or an unfinished last"
                    + " message.",
            "",
            "FILE itself is changed only with --in-place. A file that is not a log is never changed.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        footer = {
            "",
            "Examples:",
            "  tickbus log truncate sym2026.08.21                      writes sym2026.08.21.truncated",
            "  tickbus log truncate sym2026.08.21 --out good.log",
            "  tickbus log truncate sym2026.08.21 --in-place           with the tickerplant stopped"
        })
final class LogTruncateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LogFile file;

    @Option(names = "--out", paramLabel = "NEW", description = "The new log; default: FILE.truncated.")
    private @Nullable Path target;

    @Option(names = "--in-place", description = "Cut FILE itself.")
    private boolean inPlace;

    @Override
    public Integer call() throws CommandFailure {
        if (inPlace && target != null) {
            throw UsageError.in(spec, "--out and --in-place exclude each other");
        }
        file.requireFile();
        return file.read(this::truncate);
    }

    /**
     * With {@code --in-place}, this method locks the log before the read. The command fails at once if another process
     * has locked the log.
     */
    private int truncate(LogReader reader) throws IOException, CommandFailure {
        // Opening an empty file for writing would add a log header. A file that is not a log must not change.
        boolean opens = inPlace && file.bytes() > 0;
        try (LogWriter writer = opens ? LogWriter.open(file.path()) : null) {
            return truncate(reader, writer);
        }
    }

    private int truncate(LogReader reader, @Nullable LogWriter writer) throws IOException, CommandFailure {
        try (LogFile.Progress progress = file.progress(spec.commandLine().getErr())) {
            new LogTally().read(reader, Long.MAX_VALUE, progress);
        }
        if (reader.goodBytes() == 0) {
            CommandFailure notALog = file.notALog(reader);
            throw notALog != null
                    ? notALog
                    : new CommandFailure(ExitCode.FAILED, file.path() + ": not a tickerplant's log");
        }
        PrintWriter out = spec.commandLine().getOut();
        long good = reader.goodBytes();
        long bad = reader.damage() == null ? reader.pendingBytes() : file.bytes() - good;
        if (bad == 0) {
            out.println(file.path() + ": ends whole, nothing to cut off");
            return ExitCode.OK;
        }
        Path written = writer != null ? file.path() : target(file.path());
        if (writer != null) {
            cut(writer, good, good + bad);
        } else {
            copy(good, written);
        }
        QFormatException damage = reader.damage();
        out.printf(
                Locale.ROOT,
                "%s: %,d messages, %,d bytes kept; %,d bytes behind them %s (%s)%n",
                written,
                reader.messages(),
                good,
                bad,
                writer != null ? "cut off" : "left out",
                damage == null ? "a message that is not finished" : LogFile.reason(damage));
        return ExitCode.OK;
    }

    private Path target(Path path) {
        return target != null ? target : path.resolveSibling(path.getFileName() + ".truncated");
    }

    private void cut(LogWriter writer, long bytes, long bytesBefore) throws IOException, CommandFailure {
        // A program that takes no lock, such as q, may have appended good messages since the read.
        if (file.bytes() != bytesBefore) {
            throw new CommandFailure(ExitCode.FAILED, file.path() + ": is being written; nothing was cut off");
        }
        writer.truncate(bytes);
        writer.force();
    }

    private void copy(long bytes, Path written) throws IOException, CommandFailure {
        try {
            Disk.LOCAL.copy(file.path(), bytes, written);
        } catch (FileAlreadyExistsException exists) {
            throw new CommandFailure(ExitCode.FAILED, written + ": exists already and is not overwritten");
        } catch (NoSuchFileException noFolder) {
            throw new CommandFailure(ExitCode.FAILED, written + ": no such directory");
        }
    }
}
