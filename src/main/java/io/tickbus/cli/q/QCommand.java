package io.tickbus.cli.q;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.LoginOptions;
import io.tickbus.cli.console.ServerAddress;
import io.tickbus.cli.console.SystemTerminal;
import io.tickbus.cli.console.UsageError;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.config.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code tickbus q}. It sends queries to a q process or a gateway and prints the answers. */
@Command(
        name = "q",
        description = {
            "Sends a query to a q process, or to the gateway of a Tickbus node, and prints the answer as q does. Without a query it "
                    + "reads queries from a prompt, or from the lines of standard input.",
            "A table is cut to the size of the terminal, or to 25 lines of 80 characters without a terminal. Errors go to "
                    + "standard error.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        footerHeading = "%nAt the prompt:%n",
        footer = {
            "  \\t query       prints the time until q answers, in ms",
            "  \\c 25 80       cuts answers to 25 lines of 80 characters",
            "  \\q             ends, as does Ctrl-D; \\? lists all commands",
            "  Tab            completes names of tables and columns",
            "",
            "The history is kept in tickbus/q_history under $XDG_STATE_HOME, or ~/.local/state if",
            "that is not set. Lines that begin with a blank or contain a password are left out.",
            "",
            "Ends with exit code 4 if q answers with an error.",
            "",
            "Examples:",
            "  tickbus q",
            "  tickbus q trade",
            "  tickbus q 'select count i by sym from trade'",
            "  tickbus q localhost:5012 'select count i by sym from trade'",
            "  tickbus q localhost:5012 '-5#trade'",
            "  tickbus q q.example.com:5010 --tls --user me --password < queries.q"
        })
public final class QCommand implements Callable<Integer> {
    private static final int CONNECT_TIMEOUT_SECONDS = 10;
    private static final int TIMEOUT_SECONDS_MAX = 86_400;
    private static final Pattern NO_ADDRESS = Pattern.compile("[\\s`#(]|.\\[");
    private static final Pattern ENDS_IN_PORT = Pattern.compile("(?:^|:)\\d+$");
    private static final Pattern NEGATIVE = Pattern.compile("-\\.?\\d");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "HOST:PORT",
            defaultValue = GatewayOptions.DEFAULT,
            description = "Where q listens; :PORT is on this host. Default: ${DEFAULT-VALUE}, a node's gateway; "
                    + "then the query can stand here, unless it ends in a colon and a number.")
    @SuppressWarnings("NullAway.Init")
    private String addressOrQuery;

    @Parameters(index = "1", arity = "0..1", paramLabel = "QUERY", description = "What to ask.")
    private @Nullable String query;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LoginOptions login;

    @Option(names = "--tls", description = LoginOptions.TLS)
    private boolean tls;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Time limit for connecting and for each answer; default " + CONNECT_TIMEOUT_SECONDS
                    + " for connecting, no limit for answers.")
    private @Nullable Integer timeoutSeconds;

    /**
     * Puts a blank in front of a query such as {@code -2#t}. Without the blank, picocli would read the query as an
     * option. Returns the arguments of other commands unchanged.
     */
    public static String[] arguments(String... arguments) {
        boolean isOurs = arguments.length > 0 && arguments[0].equals("q");
        return !isOurs
                ? arguments
                : Arrays.stream(arguments)
                        .map(each -> NEGATIVE.matcher(each).lookingAt() ? " " + each : each)
                        .toArray(String[]::new);
    }

    @Override
    public Integer call() throws CommandFailure, InterruptedException, IOException {
        if (timeoutSeconds != null && (timeoutSeconds < 1 || timeoutSeconds > TIMEOUT_SECONDS_MAX)) {
            throw UsageError.in(spec, "--timeout is " + timeoutSeconds + "; 1 to " + TIMEOUT_SECONDS_MAX + " expected");
        }
        boolean isAddressOmitted = query == null && isQuery(addressOrQuery);
        ServerAddress address = address(isAddressOmitted ? GatewayOptions.DEFAULT : addressOrQuery);
        String question = isAddressOmitted ? addressOrQuery : query;
        Secret password = login.password(spec);
        int connectTimeoutMs = 1000 * (timeoutSeconds == null ? CONNECT_TIMEOUT_SECONDS : timeoutSeconds);
        long answerTimeoutMs = timeoutSeconds == null ? 0 : 1000L * timeoutSeconds;
        try (QSession session = connect(address, password, connectTimeoutMs, answerTimeoutMs);
                Terminal terminal = SystemTerminal.open()) {
            PrintWriter out = spec.commandLine().getOut();
            PrintWriter err = spec.commandLine().getErr();
            QShell shell = new QShell(
                    session, out, err, () -> terminal == null ? ConsoleSize.DEFAULT : ConsoleSize.of(terminal));
            if (question != null) {
                return shell.run(question);
            }
            if (terminal == null) {
                return runAll(shell);
            }
            new QPrompt(terminal, session, shell, err, history(err)).run();
        }
        return ExitCode.OK;
    }

    private QSession connect(
            ServerAddress address, @Nullable Secret password, int connectTimeoutMs, long answerTimeoutMs)
            throws CommandFailure {
        try {
            return new QSession(address, login.user(), password, tls, connectTimeoutMs, answerTimeoutMs);
        } catch (CommandFailure none) {
            throw explained(address, none);
        }
    }

    /**
     * Adds advice for the user to a failure to connect. For the gateway's default address, the advice says how to start
     * a gateway.
     */
    static CommandFailure explained(ServerAddress address, CommandFailure failure) {
        CommandFailure explained = LoginOptions.explained(failure);
        return explained == failure && address.toString().equals(GatewayOptions.DEFAULT)
                ? new CommandFailure(
                        failure.exitCode(),
                        failure.getMessage() + "; tickbus run starts a node with the section gateway there, tickbus q"
                                + " HOST:PORT asks another q")
                : explained;
    }

    /**
     * Returns whether a text is a query and not an address. A query contains a character that no address contains, or
     * does not end with a port. A number alone is a port, not a query.
     */
    static boolean isQuery(String text) {
        return NO_ADDRESS.matcher(text).find() || !ENDS_IN_PORT.matcher(text).find();
    }

    private ServerAddress address(String text) {
        try {
            return new ServerAddress.Converter().convert(text);
        } catch (TypeConversionException wrong) {
            throw UsageError.in(
                    spec, "invalid value for positional parameter at index 0 (HOST:PORT): " + wrong.getMessage());
        }
    }

    /**
     * Runs all lines of standard input, even after a line has failed. Returns the exit code of the first line that
     * fails.
     */
    private static int runAll(QShell shell) throws CommandFailure, InterruptedException, IOException {
        int exitCode = ExitCode.OK;
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        while (!shell.isEnded()) {
            String line = lines.readLine();
            if (line == null) {
                break;
            }
            int each = shell.run(line);
            exitCode = exitCode == ExitCode.OK ? each : exitCode;
        }
        return exitCode;
    }

    private static @Nullable Path history(PrintWriter err) {
        try {
            return QHistory.file(System.getenv("XDG_STATE_HOME"), Path.of(System.getProperty("user.home")));
        } catch (IOException unwritable) {
            err.println("tickbus: the history is not kept: " + unwritable);
            return null;
        }
    }
}
