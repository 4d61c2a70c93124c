package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.VersionCommand;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code tickbus password}. It adds a user to the file of users, or changes the password of a user. */
@Command(
        name = "password",
        description = {
            "Adds a user of gateway, tickerplant and web, or changes the user's password. The file stores a salted hash, "
                    + "never the password. A running node uses the change from the next login on.",
            "Asks for the password, or takes it from a variable, or reads one line from standard input."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  tickbus password joe --rights read,append=order",
            "  tickbus password grafana --env GRAFANA_PASSWORD",
            "To remove a user, delete its line."
        })
final class PasswordCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Parameters(paramLabel = "USER", description = "The name that the client gives.")
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private String user;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private UserFileOptions options;

    @Option(names = "--env", paramLabel = "NAME", description = "The environment variable that holds the password.")
    private @Nullable String variable;

    @Option(names = "--stdin", description = "Read the password from standard input, also in a terminal.")
    private boolean standardInput;

    @Override
    public Integer call() throws CommandFailure {
        UserFileOptions.Change change =
                options.edit(spec, user, (users, rights) -> users.with(user, password(), rights));
        String done = change.isNew() ? " added, with the right to " : " changed, with the right to ";
        spec.commandLine()
                .getOut()
                .println(options.file() + ": " + user + done + change.rights().text());
        return ExitCode.OK;
    }

    // System.console() returns null if there is no terminal, but since Java 22 it always returns a console. A user
    // without a terminal must therefore give --stdin.
    @SuppressWarnings("SystemConsoleNull")
    private String password() throws IOException {
        if (variable != null) {
            String value = System.getenv(variable);
            if (value == null) {
                throw new IllegalArgumentException("--env: the environment variable " + variable + " is not set");
            }
            return value;
        }
        Console console = System.console();
        return standardInput || console == null ? line() : prompted(console);
    }

    private static String line() throws IOException {
        String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        if (line == null) {
            throw new IllegalArgumentException("standard input has no password");
        }
        return line;
    }

    private static String prompted(Console console) throws IOException {
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("Repeat the password: ");
        if (first == null || !Arrays.equals(first, second)) {
            throw new IOException("the two passwords differ; --stdin reads one line without a prompt");
        }
        return new String(first);
    }
}
