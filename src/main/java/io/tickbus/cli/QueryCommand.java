package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.UsageError;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.cli.q.GatewayOptions;
import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code tickbus query}. It prints rows of a table, or the number of rows. */
@Command(
        name = "query",
        description = {
            "Prints the last or the first rows of a table of a running pipeline, or the number of its rows. --where selects rows"
                    + " by value.",
            "Asks a node's gateway, or a cluster (--cluster).",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  tickbus query trade",
            "  tickbus query trade --last 5 --where sym=AAPL",
            "  tickbus query trade --count --where sym=AAPL --where size=100"
        })
final class QueryCommand implements Callable<Integer> {
    private static final int ROWS_DEFAULT = 20;
    /** The q types whose values have no quotes in JSON, such as numbers. */
    private static final Set<QType> UNQUOTED =
            EnumSet.of(QType.BOOLEAN, QType.BYTE, QType.SHORT, QType.INT, QType.LONG, QType.REAL, QType.FLOAT);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
    @SuppressWarnings("NullAway.Init")
    private String table;

    @Option(names = "--last", paramLabel = "N", description = "The last N rows; default " + ROWS_DEFAULT + ".")
    private @Nullable Integer last;

    @Option(names = "--first", paramLabel = "N", description = "The first N rows.")
    private @Nullable Integer first;

    @Option(
            names = "--where",
            paramLabel = "COLUMN=VALUE",
            description =
                    "Only rows with this value, as tail --json writes it without quotes; given again for each other column.")
    private List<String> where = List.of();

    @Option(names = "--count", description = "Prints the number of rows only.")
    private boolean count;

    @Option(names = "--json", description = "JSON lines, a row each; with --count an object.")
    private boolean json;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private GatewayOptions gateway;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClientOptions options;

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        if ((last == null ? 0 : 1) + (first == null ? 0 : 1) + (count ? 1 : 0) > 1) {
            throw UsageError.in(spec, "--last, --first and --count cannot be combined");
        }
        int rowsMax = first != null ? first : last != null ? last : ROWS_DEFAULT;
        if (rowsMax < 1) {
            throw UsageError.in(
                    spec, (first != null ? "--first" : "--last") + " is " + rowsMax + "; at least 1 expected");
        }
        for (String each : where) {
            if (each.indexOf('=') < 1) {
                throw UsageError.in(spec, "--where: expected COLUMN=VALUE, found \"" + each + "\"");
            }
        }
        try (RemoteTable remote = options.open(table, gateway)) {
            JsonObject filter = where.isEmpty() ? new JsonObject() : filter(remote.schema());
            PrintWriter out = spec.commandLine().getOut();
            if (count) {
                long rows = remote.count(filter);
                out.println(json ? new JsonObject().put("count", rows).encode() : Long.toString(rows));
            } else {
                Flip rows = first != null ? remote.first(rowsMax, filter) : remote.last(rowsMax, filter);
                new RowPrinter(out, json, rowsMax).print(rows);
            }
        }
        return ExitCode.OK;
    }

    private JsonObject filter(Schema schema) throws CommandFailure {
        JsonObject filter = new JsonObject();
        for (String each : where) {
            String column = each.substring(0, each.indexOf('='));
            String text = each.substring(column.length() + 1);
            int at = schema.columns().indexOf(column);
            if (at < 0) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "--where: no column " + column + "; " + table + " has " + String.join(", ", schema.columns()));
            }
            filter.put(column, value(schema.types().get(at), text));
        }
        return filter;
    }

    /**
     * Returns the JSON value for the text of a condition. A text that is not valid JSON, such as {@code 0w}, stays a
     * string.
     */
    private static @Nullable Object value(QType type, String text) {
        if (!UNQUOTED.contains(type)) {
            return text;
        }
        try {
            return Json.decodeValue(text);
        } catch (DecodeException noJson) {
            return text;
        }
    }
}
