package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.UsageError;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.cli.q.GatewayOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code tickbus send}: adds rows to a table of a running pipeline. */
@Command(
        name = "send",
        description = {
            "Adds rows to a table of a running pipeline and prints their offset. A row names its columns; a missing column is null.",
            "An array, or a batch of a file's lines, is added completely or not at all. The first batch that is refused ends the"
                    + " command with exit code 1.",
            "Sends the rows to a node's gateway, which does not report their offset, or to a cluster (--cluster).",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  tickbus send note '{\"sym\":\"AAPL\",\"n\":1}'",
            "  tickbus send note '[{\"sym\":\"AAPL\",\"n\":1},{\"sym\":\"MSFT\",\"n\":2}]'",
            "  tickbus send note --file rows.jsonl",
            "  tickbus tail trade --json --rows 100 | tickbus send copy --file -"
        })
final class SendCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
    @SuppressWarnings("NullAway.Init")
    private String table;

    @Parameters(index = "1", arity = "0..1", paramLabel = "JSON", description = "A row, or an array of rows.")
    private @Nullable String json;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description =
                    "JSON lines, a row each; - for standard input. Sent in batches; a batch waits until the batch before it is applied. "
                            + "Rows of a pipe are sent as they come.")
    private @Nullable String file;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private GatewayOptions gateway;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClientOptions options;

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        if ((json == null) == (file == null)) {
            throw UsageError.in(spec, "expected rows: one of JSON and --file");
        }
        JsonArray rows = json == null ? null : rows(json);
        try (RowFile lines = file == null ? null : RowFile.open(file);
                RemoteTable to = options.open(table, gateway)) {
            if (rows != null) {
                spec.commandLine().getOut().println(to.append(rows));
            } else if (lines != null) {
                send(lines, to);
            }
        }
        return ExitCode.OK;
    }

    private JsonArray rows(String text) {
        try {
            Object value = Json.decodeValue(text);
            if (value instanceof JsonObject row) {
                return new JsonArray().add(row);
            }
            if (value instanceof JsonArray array && array.stream().allMatch(JsonObject.class::isInstance)) {
                return array;
            }
        } catch (DecodeException noJson) {
            throw UsageError.in(spec, "no JSON: " + RowFile.reason(noJson));
        }
        throw UsageError.in(spec, "expected a JSON object or an array of JSON objects");
    }

    private void send(RowFile lines, RemoteTable to) throws CommandFailure, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long added = 0;
        try {
            for (RowFile.Rows batch = lines.next(); !batch.rows().isEmpty(); batch = lines.next()) {
                try {
                    out.println(to.append(batch.rows()));
                    added += batch.rows().size();
                } catch (CommandFailure refused) {
                    throw new CommandFailure(
                            refused.exitCode(), lines.withLine(batch, String.valueOf(refused.getMessage())));
                }
            }
        } catch (CommandFailure failed) {
            String before = String.format(Locale.ROOT, "; %,d rows of the file are in the table", added);
            throw new CommandFailure(failed.exitCode(), failed.getMessage() + before);
        }
    }
}
