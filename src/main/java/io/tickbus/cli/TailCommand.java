package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.UsageError;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.cli.q.GatewayOptions;
import io.tickbus.client.ConsumerEvent;
import io.tickbus.client.ConsumerSettings;
import io.tickbus.client.ResetPolicy;
import io.tickbus.client.StartPosition;
import io.tickbus.client.TableConsumer;
import io.tickbus.event.Rows;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code tickbus tail}. It prints the rows of a table as they arrive. */
@Command(
        name = "tail",
        description = {
            "Prints the rows of a table of a running pipeline as they arrive, until Ctrl-C. They come from a node's gateway, or"
                    + " with --cluster from the owner of the tables, which can also begin at an earlier row.",
            "Standard error reports rows that left the table before they were read, and tables that a new owner has rebuilt."
                    + " After a new owner, rows that were printed before may come again, and rows that arrived meanwhile may be"
                    + " missing.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  tickbus tail trade",
            "  tickbus tail trade --json | jq .price",
            "  tickbus tail trade --cluster --from beginning",
            "  tickbus tail trade --cluster --from 7274 --rows 10"
        })
final class TailCommand implements Callable<Integer> {
    private static final String BEGINNING = "beginning";
    private static final String NOW = "now";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
    @SuppressWarnings("NullAway.Init")
    private String table;

    @Option(
            names = "--from",
            paramLabel = "OFFSET",
            defaultValue = NOW,
            description =
                    "The first row: now, or with --cluster an offset or beginning (the oldest row in the table). Default now.")
    private String from = NOW;

    @Option(names = "--rows", paramLabel = "N", description = "Stop after N rows; default: never.")
    private @Nullable Long rowsMax;

    @Option(names = "--json", description = "JSON lines, a row each, as tickbus send --file takes them.")
    private boolean json;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private GatewayOptions gateway;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClientOptions options;

    private String lastPrinted = "";

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        if (rowsMax != null && rowsMax < 1) {
            throw UsageError.in(spec, "--rows is " + rowsMax + "; at least 1 expected");
        }
        StartPosition start = start();
        PrintWriter out = spec.commandLine().getOut();
        RowPrinter printer = new RowPrinter(out, json, rowsMax == null ? Long.MAX_VALUE : rowsMax);
        if (options.joinsCluster(gateway.given())) {
            tail(start, printer);
        } else if (from.equals(NOW)) {
            new GatewayTail(gateway, table, printer, spec.commandLine().getErr()).run();
        } else {
            throw UsageError.in(
                    spec, "--from " + from + " needs --cluster: a gateway publishes only rows that arrive from now on");
        }
        return ExitCode.OK;
    }

    private void tail(StartPosition start, RowPrinter printer) throws CommandFailure, InterruptedException {
        ResetPolicy resetPolicy = from.equals(BEGINNING) ? ResetPolicy.FROM_BEGINNING : ResetPolicy.FROM_NOW;
        try (ClientNode node = options.join()) {
            node.requireTable(table);
            Promise<Void> done = Promise.promise();
            ConsumerSettings settings = ConsumerSettings.of(table, start).resetPolicy(resetPolicy);
            TableConsumer consumer =
                    TableConsumer.start(node.vertx(), settings, rows -> print(node, printer, rows, done), this::print);
            consumer.finish().onComplete(ended -> {
                if (ended.failed()) {
                    done.tryFail(ended.cause());
                }
            });
            node.await(done.future());
        }
    }

    private StartPosition start() {
        if (from.equals(NOW)) {
            return StartPosition.now();
        }
        if (from.equals(BEGINNING)) {
            return StartPosition.beginning();
        }
        try {
            long offset = Long.parseLong(from);
            if (offset >= 0) {
                return StartPosition.offset(offset);
            }
        } catch (NumberFormatException noOffset) {
            // The exception below reports the invalid text.
        }
        throw UsageError.in(spec, "--from: expected an offset, beginning or now, found \"" + from + "\"");
    }

    /**
     * Prints rows on a worker thread, because a write to a terminal can block. The consumer polls the next rows after
     * the result has completed.
     */
    private static Future<?> print(ClientNode node, RowPrinter printer, Rows rows, Promise<Void> done) {
        return node.vertx().executeBlocking(() -> {
            if (printer.isOpen()) {
                printer.print(rows.rows());
            }
            if (!printer.isOpen()) {
                done.tryComplete();
            }
            return rows;
        });
    }

    /**
     * Prints an event unless the event before it had the same text. A consumer that retries publishes the same event
     * again.
     */
    private void print(ConsumerEvent event) {
        String text = event instanceof ConsumerEvent.Retrying retrying ? retrying.reason() : event.toString();
        if (!(event instanceof ConsumerEvent.Began) && !text.equals(lastPrinted)) {
            boolean replaced = event instanceof ConsumerEvent.TableReplaced;
            spec.commandLine().getErr().println("tickbus: " + text + (replaced ? ": " + GatewayTail.SEEN_AGAIN : ""));
        }
        lastPrinted = text;
    }
}
