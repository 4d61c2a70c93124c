package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.LoginOptions;
import io.tickbus.cli.console.ServerAddress;
import io.tickbus.cli.console.UsageError;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.cluster.ProgramVertx;
import io.tickbus.config.Secret;
import io.tickbus.config.Threading;
import io.tickbus.tickerplant.DemoVerticle;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code tickbus demo}. It checks its options and runs {@link Demo}. */
@Command(
        name = "demo",
        description = {
            "Prints a table of 10 random rows, adds rows from q over many connections, and prints the table again.",
            "q is the embedded tickerplant, in this JVM and reached over TCP, or with --q a real q without scripts, as started "
                    + "by q -p 5001. The demo leaves a few definitions in its namespace .demo."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  tickbus demo",
            "  tickbus demo --q localhost:5001 --user me --password-env Q_PASSWORD"
        })
final class DemoCommand implements Callable<Integer> {
    private static final int SUBSCRIBERS_MAX = 1000;
    private static final int TIMEOUT_SECONDS_MAX = 3600;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Option(
            names = "--subscribers",
            paramLabel = "N",
            defaultValue = "20",
            description = "Connections to q, each with its own thread; default ${DEFAULT-VALUE}, at most "
                    + SUBSCRIBERS_MAX + ".")
    private int subscribers;

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Messages from q to each subscriber, one row each; default ${DEFAULT-VALUE}, at most "
                    + DemoVerticle.MESSAGES_MAX + ".")
    private int messages;

    @Option(
            names = "--q",
            paramLabel = "HOST:PORT",
            converter = ServerAddress.Converter.class,
            description = "A real q to use instead of the embedded one.")
    private @Nullable ServerAddress q;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LoginOptions login;

    @Option(
            names = "--threading",
            paramLabel = "KIND",
            defaultValue = "platform",
            converter = ThreadingConverter.class,
            description = "The kind of thread that reads a connection: platform, or virtual (Java 21 or newer); "
                    + "default ${DEFAULT-VALUE}.")
    private Threading threading = Threading.PLATFORM;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description =
                    "Time limit for the whole demo; default ${DEFAULT-VALUE}, at most " + TIMEOUT_SECONDS_MAX + ".")
    private int timeoutSeconds;

    @Mixin
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // Only the help needs this field. Main has read the options.
    private LogOptions logOptions;

    /** Converts the name of a threading model for picocli. An error message lists the valid names. */
    static final class ThreadingConverter implements ITypeConverter<Threading> {
        @Override
        public Threading convert(String text) {
            return switch (text) {
                case "platform" -> Threading.PLATFORM;
                case "virtual" -> Threading.VIRTUAL;
                default -> throw new TypeConversionException("'" + text + "' is neither platform nor virtual");
            };
        }
    }

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        require("--subscribers", subscribers, SUBSCRIBERS_MAX);
        require("--messages", messages, DemoVerticle.MESSAGES_MAX);
        require("--timeout", timeoutSeconds, TIMEOUT_SECONDS_MAX);
        String unthreaded = threading.problemOn(Runtime.version().feature());
        if (unthreaded != null) {
            throw UsageError.in(spec, "--threading: " + unthreaded);
        }
        if (q == null && login.isGiven()) {
            throw UsageError.in(spec, "--user, --password, --password-env and --password-file need --q");
        }
        Secret password = login.password(spec);
        ThreadSupply threads = ThreadSupply.require(ThreadSupply.NODE_THREADS + subscribers);
        try (threads;
                Node node = new Node(Vertx.vertx(ProgramVertx.options()))) {
            CommandLine command = spec.commandLine();
            Demo demo = new Demo(node, command.getOut(), command.getErr(), subscribers, messages, threading);
            demo.run(q, login.user(), password, 1000L * timeoutSeconds);
        }
        return ExitCode.OK;
    }

    private void require(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw UsageError.in(spec, option + " is " + value + "; 1 to " + max + " expected");
        }
    }
}
