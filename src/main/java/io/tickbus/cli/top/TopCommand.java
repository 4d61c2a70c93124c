package io.tickbus.cli.top;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.LoginOptions;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code tickbus top}. It shows the overview of a pipeline, and refreshes it until the user ends the
 * command.
 */
@Command(
        name = "top",
        description = {
            "Shows, continuously updated, which node owns the tables, the state and lag of each subscriber, the growth of the "
                    + "tables, and rejected messages. Reads them from the node's web port (the section web of its configuration).",
            "Prints plain text if standard output is not a terminal.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        footerHeading = "%nKeys:%n",
        footer = {
            "  l              subscribers that are not live first, then by lag (the order at the start)",
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
    /** The address of the web port that conf/pipeline.yaml configures. */
    public static final String WEB = "127.0.0.1:8080";

    private static final int EVERY_MS_MIN = 200;
    private static final int EVERY_MS_MAX = 10_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Option(
            names = "--web",
            paramLabel = "HOST:PORT",
            defaultValue = WEB,
            converter = ServerAddress.Converter.class,
            description = "Where the node's web port is; :PORT is on this host (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private ServerAddress web;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LoginOptions login;

    @Option(names = "--tls", description = LoginOptions.TLS)
    private boolean tls;

    @Option(names = "--once", description = "Prints once, as plain text.")
    private boolean once;

    @Option(
            names = "--every-ms",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Milliseconds between updates, " + EVERY_MS_MIN + " to " + EVERY_MS_MAX
                    + " (default: ${DEFAULT-VALUE}).")
    private int everyMs;

    @Override
    public Integer call() throws CommandFailure, InterruptedException, IOException {
        if (everyMs < EVERY_MS_MIN || everyMs > EVERY_MS_MAX) {
            throw UsageError.in(
                    spec, "--every-ms is " + everyMs + "; " + EVERY_MS_MIN + " to " + EVERY_MS_MAX + " expected");
        }
        PrintWriter out = spec.commandLine().getOut();
        TopSource source = new TopSource(web, tls, login.user(), login.password(spec));
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

    /** Prints an overview as plain text, with subscribers and tables sorted by name. */
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

    /** Returns the current time in ISO 8601, in whole seconds. */
    static String clock() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
