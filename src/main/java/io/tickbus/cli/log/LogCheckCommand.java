package io.tickbus.cli.log;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.log.LogReader;
import io.tickbus.q.QFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command {@code tickbus log check}. It counts the good messages at the start of a log, as {@code -11!(-2;file)}
 * does in q. After each damaged part, it searches for further good messages.
 */
@Command(
        name = "check",
        description = {
            "Checks a log, as -11!(-2;f) does in q: counts the good messages and their bytes. After damage it searches for"
                    + " the next good message, and prints the number of bad bytes.",
            "",
            "A log has no checksums: a changed number is not noticed. A log that ends inside a message is not damaged: it is"
                    + " being written, or its tickerplant was killed.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:good, or ends inside a message", "1:damaged, unreadable or not a log", "2:a wrong argument"},
        footer = {"", "Examples:", "  tickbus log check sym2026.08.21"})
final class LogCheckCommand implements Callable<Integer> {
    /**
     * A part of the log that could not be read.
     *
     * @param at the position of the part in the log, in bytes
     * @param limit true if the part is not damaged but exceeds a limit of the reader
     * @param reason why the part could not be read
     * @param bytes the length of the part, in bytes
     * @param messagesBehind number of good messages after this part and before the next part
     */
    private record UnreadPart(long at, boolean limit, String reason, long bytes, long messagesBehind) {}

    /** The number of messages and bytes before the first damage, as {@code -11!(-2;file)} counts them. */
    private record GoodStart(long messages, long bytes) {}

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LogFile file;

    @Override
    public Integer call() throws CommandFailure {
        return file.read(this::check);
    }

    private int check(LogReader reader) throws IOException, CommandFailure {
        List<UnreadPart> parts;
        LogTally tally = new LogTally();
        try (LogFile.Progress progress = file.progress(spec.commandLine().getErr())) {
            tally.read(reader, Long.MAX_VALUE, progress);
            CommandFailure notALog = file.notALog(reader);
            GoodStart start = new GoodStart(reader.messages(), reader.goodBytes());
            parts = parts(reader, tally, progress);
            if (notALog != null && reader.messages() == 0) {
                throw notALog;
            }
            print(start, reader, parts);
        }
        return parts.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<UnreadPart> parts(LogReader reader, LogTally tally, LogFile.Progress progress)
            throws IOException, CommandFailure {
        List<UnreadPart> parts = new ArrayList<>();
        while (true) {
            QFormatException damage = reader.damage();
            long at = reader.goodBytes();
            long before = reader.messages();
            long bad = damage != null || reader.pendingBytes() > 0 ? reader.skipDamage() : -1;
            if (bad >= 0) {
                tally.read(reader, Long.MAX_VALUE, progress);
            } else if (damage == null) {
                return parts; // An unfinished last message is no damage, because a writer can still complete it.
            }
            String reason = damage == null ? "a count reaches past the end" : LogFile.reason(damage);
            boolean falseCount = damage != null
                    && bad >= 0
                    // The damaged message announces a length that reaches past the next good message.
                    && bad < damage.bytesMin();
            boolean limit = damage != null && damage.isLimit() && !falseCount;
            long bytes = bad < 0 ? file.bytes(reader) - at : bad;
            parts.add(new UnreadPart(at, limit, reason, bytes, reader.messages() - before));
            if (bad < 0) {
                return parts;
            }
        }
    }

    private void print(GoodStart start, LogReader reader, List<UnreadPart> parts) {
        PrintWriter out = spec.commandLine().getOut();
        long tail = reader.pendingBytes();
        boolean endsBad = !parts.isEmpty() && parts.get(parts.size() - 1).messagesBehind() == 0;
        String end = tail == 0 || endsBad ? "" : insideAMessage(tail);
        out.printf(
                Locale.ROOT,
                "%s: %,d good messages, %,d good bytes%s%n",
                file.path(),
                start.messages(),
                start.bytes(),
                !parts.isEmpty() ? "" : "; " + (end.isEmpty() ? "ends whole" : end));
        for (UnreadPart part : parts) {
            out.printf(
                    Locale.ROOT,
                    "%s at byte %,d (%s): %,d %s, then %,d good messages%n",
                    part.limit() ? "not read" : "damaged",
                    part.at(),
                    part.reason(),
                    part.bytes(),
                    part.limit() ? "bytes" : "bad bytes",
                    part.messagesBehind());
        }
        if (!parts.isEmpty()) {
            out.printf(
                    Locale.ROOT,
                    "%,d good messages in all, %,d %s in %,d %s%s%n",
                    reader.messages(),
                    parts.stream().mapToLong(UnreadPart::bytes).sum(),
                    parts.stream().allMatch(UnreadPart::limit) ? "bytes not read" : "bad bytes",
                    parts.size(),
                    parts.size() == 1 ? "place" : "places",
                    end.isEmpty() ? "" : "; " + end);
        }
    }

    static String insideAMessage(long bytes) {
        return String.format(Locale.ROOT, "ends inside a message: %,d bytes; normal while it is being written", bytes);
    }
}
