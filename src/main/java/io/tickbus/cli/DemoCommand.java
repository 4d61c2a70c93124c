package io.tickbus.cli;

import io.tickbus.config.Secret;
import io.tickbus.config.Threading;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The example that the project grew from. */
@Command(
        name = "demo",
        description = {
            "Prints a table of 10 random rows, takes rows from q over many connections into it, and prints it again.",
            "q is an embedded one, reached over TCP, or a real one with nothing loaded (q -p 5001)."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  tickbus demo",
            "  tickbus demo --q localhost:5001 --user me --password-env Q_PASSWORD"
        })
final class DemoCommand implements Callable<Integer> {
    private static final int SUBSCRIBERS_MAX = 1000;
    private static final int MESSAGES_MAX = 10_000_000;
    private static final int TIMEOUT_SECONDS_MAX = 3600;
    private static final int VIRTUAL_THREADS_SINCE = 21;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--subscribers",
            paramLabel = "N",
            defaultValue = "20",
            description = "Connections, each with a thread of its own; default ${DEFAULT-VALUE}.")
    private int subscribers;

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Messages to each subscriber, one row each; default ${DEFAULT-VALUE}.")
    private int messages;

    @Option(
            names = "--q",
            paramLabel = "HOST:PORT",
            converter = QAddress.Converter.class,
            description = "A real q to use instead of the embedded one.")
    private @Nullable QAddress q;

    @Option(names = "--user", paramLabel = "NAME", defaultValue = "", description = "The user to be, at a real q.")
    private String user = "";

    @Option(
            names = "--password-env",
            paramLabel = "VARIABLE",
            description = "The environment variable that holds the password.")
    private @Nullable String passwordVariable;

    @Option(names = "--password-file", paramLabel = "FILE", description = "The file that holds the password.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--threading",
            paramLabel = "KIND",
            defaultValue = "platform",
            description = "What reads a connection: platform (a thread) or virtual (a virtual thread, from Java 21); "
                    + "default ${DEFAULT-VALUE}.")
    private Threading threading = Threading.PLATFORM;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for all rows; default ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    @Override
    public Integer call() throws Failed, InterruptedException {
        require("--subscribers", subscribers, SUBSCRIBERS_MAX);
        require("--messages", messages, MESSAGES_MAX);
        require("--timeout", timeoutSeconds, TIMEOUT_SECONDS_MAX);
        if (threading == Threading.VIRTUAL && Runtime.version().feature() < VIRTUAL_THREADS_SINCE) {
            throw usage("--threading virtual needs Java " + VIRTUAL_THREADS_SINCE + " or later; this is Java "
                    + Runtime.version().feature());
        }
        Secret password = password();
        if (q == null && (password != null || !user.isEmpty())) {
            throw usage("--user and a password go with --q");
        }
        try (Node node = new Node(Vertx.vertx())) {
            Demo demo = new Demo(node.vertx(), spec.commandLine().getOut(), subscribers, messages, threading);
            demo.run(q, user, password, 1000L * timeoutSeconds);
        }
        return ExitCode.OK;
    }

    private @Nullable Secret password() {
        if (passwordVariable != null && passwordFile != null) {
            throw usage("--password-env and --password-file are two ways to say one thing");
        }
        if (passwordVariable != null) {
            String value = System.getenv(passwordVariable);
            if (value == null) {
                throw usage("--password-env: there is no environment variable " + passwordVariable);
            }
            return new Secret(value);
        }
        if (passwordFile != null) {
            try {
                return new Secret(Files.readString(passwordFile).stripTrailing());
            } catch (IOException unreadable) {
                throw usage("--password-file: cannot read " + passwordFile);
            }
        }
        return null;
    }

    private void require(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw usage(option + " is " + value + "; 1 to " + max + " expected");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
