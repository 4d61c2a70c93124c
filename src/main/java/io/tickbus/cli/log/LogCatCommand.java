package io.tickbus.cli.log;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.UsageError;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.config.NearestWord;
import io.tickbus.log.LogReader;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tickbus log cat}. It prints the rows of a tickerplant's log. */
@Command(
        name = "cat",
        description = {
            "Prints the rows of a log: as q prints tables, or as JSON lines.",
            "",
            "A log contains column names only if the publisher sends tables; otherwise columns are called x, x1, x2 and so on, as in"
                    + " q. The column of the syms is the column called sym, or the first of type symbol.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  tickbus log cat sym2026.08.21 --table trade --syms AAPL,MSFT | head",
            "  tickbus log cat sym2026.08.21 --from 5000 --rows 20   on from -11!(5000;f)",
            "  tickbus log cat sym2026.08.21 --json | jq .row"
        })
final class LogCatCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LogFile file;

    @Option(names = "--table", paramLabel = "T", description = "Only rows of this table.")
    private @Nullable String table;

    @Option(names = "--syms", paramLabel = "A,B", split = ",", description = "Only rows with one of these syms.")
    private @Nullable List<String> syms;

    @Option(
            names = "--from",
            paramLabel = "N",
            defaultValue = "0",
            description = "Leave out the first N messages, counted as -11! does; default ${DEFAULT-VALUE}.")
    private long from;

    @Option(names = "--rows", paramLabel = "N", description = "Stop after N rows; default: all.")
    private @Nullable Long rowsMax;

    @Option(
            names = "--json",
            description = "JSON lines: {\"message\":0,\"table\":\"trade\",\"row\":{...}}, cells as on the event bus.")
    private boolean json;

    @Override
    public Integer call() throws CommandFailure {
        if (from < 0 || (rowsMax != null && rowsMax < 0)) {
            throw UsageError.in(spec, "--from and --rows must not be below 0");
        }
        return file.read(this::print);
    }

    private int print(LogReader reader) throws IOException, CommandFailure {
        LogTally leftOut = new LogTally();
        try (LogFile.Progress progress = file.progress(spec.commandLine().getErr())) {
            leftOut.read(reader, from, progress);
        }
        LogPrinter printer = new LogPrinter(
                spec.commandLine().getOut(), json, table, syms, rowsMax == null ? Long.MAX_VALUE : rowsMax);
        long number = reader.messages();
        while (printer.isOpen()) {
            Value message = reader.next();
            if (message == null) {
                break;
            }
            printer.print(number++, message);
        }
        printer.flush();
        CommandFailure notALog = file.notALog(reader);
        if (notALog != null) {
            throw notALog;
        }
        QFormatException damage = reader.damage();
        if (damage != null) {
            String why = damage.kind() == QFormatException.Kind.SYMBOLS
                    ? ": message " + reader.messages() + " cannot be shown: " + damage.reason()
                            + "; a larger heap (-Xmx) has room for more"
                    : ": " + (damage.isLimit() ? "not read on" : "damaged") + " after message " + reader.messages()
                            + ": " + LogFile.reason(damage) + "; see tickbus log check";
            throw new CommandFailure(ExitCode.FAILED, file.path() + why);
        }
        if (!printer.hasPrinted() && printer.isOpen()) {
            Set<String> tables = new LinkedHashSet<>(leftOut.tables().keySet());
            tables.addAll(printer.tables());
            failIfNothingMatches(tables);
        }
        return ExitCode.OK;
    }

    /** Fails if no row has the requested table and syms, because the user probably mistyped a name. */
    private void failIfNothingMatches(Set<String> tables) throws CommandFailure {
        String name = table;
        if (name != null && !tables.contains(name)) {
            String others = tables.isEmpty() ? "; it has no rows" : "; " + NearestWord.suggestion(name, tables);
            throw new CommandFailure(ExitCode.FAILED, file.path() + " has no rows of a table " + name + others);
        }
        if (name != null || syms != null) {
            String none = "no row of " + file.path() + " matches";
            if (from == 0) {
                throw new CommandFailure(ExitCode.FAILED, none);
            }
            // A matching row can exist before the position of --from, so the command does not fail.
            spec.commandLine().getErr().println("tickbus: " + none);
        }
    }
}
