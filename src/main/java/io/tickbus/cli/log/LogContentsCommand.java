package io.tickbus.cli.log;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.log.LogReader;
import io.tickbus.q.QFormatException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tickbus log info}. It prints how many messages, rows and bytes a log contains. */
@Command(
        name = "info",
        description = {
            "Prints what a log contains: messages, rows of each table with the first and the last time, bytes, and whether it"
                    + " ends after a whole message.",
            "",
            "The time comes from the column called time, or from the first column with a temporal type.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        footer = {"", "Examples:", "  tickbus log info sym2026.08.21", "  tickbus log info sym2026.08.21 --json"})
final class LogContentsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LogFile file;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws CommandFailure {
        return file.read(this::print);
    }

    private int print(LogReader reader) throws IOException, CommandFailure {
        LogTally tally = new LogTally();
        try (LogFile.Progress progress = file.progress(spec.commandLine().getErr())) {
            tally.read(reader, Long.MAX_VALUE, progress);
        }
        CommandFailure notALog = file.notALog(reader);
        if (notALog != null) {
            throw notALog;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(reader, tally).encodePrettily());
        } else {
            print(reader, tally, out);
        }
        return ExitCode.OK;
    }

    private void print(LogReader reader, LogTally tally, PrintWriter out) throws CommandFailure {
        out.printf(Locale.ROOT, "%s: %,d messages, %,d bytes%n", file.path(), reader.messages(), bytes(reader));
        int width =
                tally.tables().keySet().stream().mapToInt(String::length).max().orElse(0);
        tally.tables().forEach((name, rows) -> {
            String times = rows.first() == null ? "" : "  " + rows.first() + " to " + rows.last();
            out.printf(Locale.ROOT, "  %-" + Math.max(1, width) + "s %,14d rows%s%n", name, rows.rows(), times);
        });
        if (tally.others() > 0) {
            out.printf(Locale.ROOT, "  %,d messages without rows%n", tally.others());
        }
        out.println(endText(reader));
    }

    /**
     * Returns the size of the log in bytes. For a log without damage, this is the number of bytes read, because the log
     * may still grow.
     */
    private long bytes(LogReader reader) throws CommandFailure {
        return reader.damage() == null ? reader.goodBytes() + reader.pendingBytes() : file.bytes(reader);
    }

    private String endText(LogReader reader) throws CommandFailure {
        QFormatException damage = reader.damage();
        long tail = bytes(reader) - reader.goodBytes();
        if (damage != null) {
            return String.format(
                    Locale.ROOT,
                    "%s, %,d bytes before its end: %s; see tickbus log check",
                    damage.isLimit() ? "not read to its end" : "damaged",
                    tail,
                    LogFile.reason(damage));
        }
        return tail > 0 ? LogCheckCommand.insideAMessage(tail) : "ends whole";
    }

    private static String endJson(QFormatException damage) {
        return damage.isLimit() ? "limit" : "damaged";
    }

    private JsonObject toJson(LogReader reader, LogTally tally) throws CommandFailure {
        JsonArray tables = new JsonArray();
        tally.tables()
                .forEach((name, rows) -> tables.add(new JsonObject()
                        .put("table", name)
                        .put("rows", rows.rows())
                        .put("first", rows.first())
                        .put("last", rows.last())));
        QFormatException damage = reader.damage();
        long tail = bytes(reader) - reader.goodBytes();
        return new JsonObject()
                .put("file", file.path().toString())
                .put("messages", reader.messages())
                .put("bytes", bytes(reader))
                .put("goodBytes", reader.goodBytes())
                .put("tables", tables)
                .put("messagesWithoutRows", tally.others())
                .put("end", damage != null ? endJson(damage) : tail > 0 ? "inside a message" : "whole")
                .put("damage", damage == null ? null : damage.getMessage());
    }
}
