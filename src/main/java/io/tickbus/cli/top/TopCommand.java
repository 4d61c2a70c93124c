package io.tickbus.cli.top;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.ServerAddress;
import io.tickbus.cli.console.SystemTerminal;
import io.tickbus.cli.console.UsageError;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.cli.top.TopScreen.View;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The overview of a pipeline in a terminal. */
@Command(
        name = "top",
        description = {
            "Shows who owns the tables, how each subscriber is and how far it is behind, how fast the tables grow, and what was "
                    + "rejected, again and again: as the node's web port tells it, which the section web of its "
                    + "configuration opens.",
            "Where standard output is no terminal, as plain text.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        footerHeading = "%nKeys:%n",
        footer = {
            "  l              those that are not live first, then by lag, as at the start",
            "  r              by rows/s",
            "  n              by name",
            "  q              ends, as does Ctrl-C",
            "",
            "Examples:",
            "  tickbus top",
            "  tickbus top --web :8081",
            "  tickbus top --once"
        })
public final class TopCommand implements Callable<Integer> {
    /** Where the web port of conf/pipeline.yaml is. */
    public static final String WEB = "127.0.0.1:8080";

    private static final int EVERY_MS_MIN = 200;
    private static final int EVERY_MS_MAX = 10_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--web",
            paramLabel = "HOST:PORT",
            defaultValue = WEB,
            converter = ServerAddress.Converter.class,
            description = "Where the node's web port is; :PORT is on this host (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private ServerAddress web;

    @Option(names = "--once", description = "Once, as plain text.")
    private boolean once;

    @Option(
            names = "--every-ms",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "How often to look, " + EVERY_MS_MIN + " to " + EVERY_MS_MAX + " (default: ${DEFAULT-VALUE}).")
    private int everyMs;

    @Override
    public Integer call() throws CommandFailure, InterruptedException, IOException {
        if (everyMs < EVERY_MS_MIN || everyMs > EVERY_MS_MAX) {
            throw UsageError.in(
                    spec, "--every-ms is " + everyMs + "; " + EVERY_MS_MIN + " to " + EVERY_MS_MAX + " expected");
        }
        PrintWriter out = spec.commandLine().getOut();
        TopSource source = new TopSource(web);
        TopOverview first = source.await();
        try (Terminal terminal = SystemTerminal.isStandardOutput() ? SystemTerminal.open() : null) {
            if (terminal != null && !once) {
                return new TopTerminal(terminal, source, everyMs, out).run(first);
            }
            first = source.awaitRates();
            int columns = terminal == null
                    ? TopScreen.NO_LIMIT
                    : TopTerminal.size(terminal).getColumns();
            print(out, web, columns, TopOrder.LAG, first, "");
        }
        return once ? ExitCode.OK : repeat(source, first, out);
    }

    private int repeat(TopSource source, TopOverview first, PrintWriter out) throws InterruptedException {
        TopOverview last = first;
        long answeredNanos = System.nanoTime();
        while (!out.checkError()) {
            Thread.sleep(everyMs);
            String trouble = "";
            try {
                last = source.await();
                answeredNanos = System.nanoTime();
            } catch (CommandFailure failed) {
                trouble = TopTerminal.trouble(answeredNanos, failed);
            }
            out.println();
            print(out, web, TopScreen.NO_LIMIT, TopOrder.LAG, last, trouble);
        }
        return ExitCode.OK;
    }

    /** Prints an overview as plain text, subscribers and tables by name, so that a line keeps its place from call to call. */
    public static void print(PrintWriter out, ServerAddress web, TopOverview overview) {
        print(out, web, TopScreen.NO_LIMIT, TopOrder.NAME, overview, "");
    }

    private static void print(
            PrintWriter out, ServerAddress web, int columns, TopOrder order, TopOverview overview, String trouble) {
        View view = new View(overview, web.toString(), clock(), order, trouble);
        new TopScreen(columns, TopScreen.NO_LIMIT)
                .lines(view).stream().map(AttributedString::toString).forEach(out::println);
        out.flush();
    }

    /** As the times that a node tells. */
    static String clock() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
