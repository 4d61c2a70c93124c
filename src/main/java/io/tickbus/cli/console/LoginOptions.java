package io.tickbus.cli.console;

import io.tickbus.config.Secret;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * The options for the user and the password of a connection to q or to a web port. The password comes from a prompt, an environment
 * variable or a file. It is never an argument, because {@code ps} shows the arguments of all processes.
 */
public final class LoginOptions {
    /** The description of the option {@code --tls}. */
    public static final String TLS =
            "Encrypts the connection. The server's certificate must name the host and be trusted by Java, or by "
                    + "TICKBUS_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE.";

    /**
     * The character that the password prompt shows for each typed character. With the zero character, the prompt shows
     * nothing, and the length of the password stays secret.
     */
    private static final char UNSEEN = '\0';

    @Option(names = "--user", paramLabel = "NAME", defaultValue = "", description = "The user to connect as.")
    private String user = "";

    @Option(names = "--password", description = "Asks for the password on the terminal, and does not show it.")
    private boolean asks;

    @Option(
            names = "--password-env",
            paramLabel = "VARIABLE",
            description =
                    "The environment variable that holds the password, which is never an argument: ps would show it.")
    private @Nullable String variable;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The file that holds the password, or a token.")
    private @Nullable Path file;

    /**
     * Adds advice for the user to a failure to connect. If q has denied access, the message names the login options.
     */
    public static CommandFailure explained(CommandFailure failure) {
        boolean denied = failure.getCause() != null && failure.getCause().getCause() instanceof EOFException;
        return denied
                ? new CommandFailure(failure.exitCode(), failure.getMessage() + "; see --user and --password-env")
                : failure;
    }

    /** Returns the user name, or an empty text if no option gives a user name. */
    public String user() {
        return user;
    }

    /** Returns whether an option for the user or the password was given. */
    public boolean isGiven() {
        return !user.isEmpty() || asks || variable != null || file != null;
    }

    /**
     * Returns the password, or null if no option gives a password. If {@code --password} is given, asks the user on the
     * terminal.
     *
     * @throws picocli.CommandLine.ParameterException if the options contradict each other or the password cannot be
     *     read
     */
    public @Nullable Secret password(CommandSpec spec) {
        if (user.indexOf(':') >= 0) {
            throw UsageError.in(
                    spec, "--user: a user name cannot contain a colon, which ends the name in q's handshake");
        }
        if (Stream.of(asks, variable != null, file != null)
                        .filter(given -> given)
                        .count()
                > 1) {
            throw UsageError.in(
                    spec,
                    asks
                            ? "--password cannot be combined with --password-env and --password-file"
                            : "--password-env and --password-file cannot be combined");
        }
        if (asks) {
            return new Secret(prompt(spec));
        }
        if (variable != null) {
            String value = System.getenv(variable);
            if (value == null || value.isEmpty()) {
                throw UsageError.in(spec, "--password-env: the environment variable " + variable + " is not set");
            }
            return new Secret(value);
        }
        return file == null ? null : new Secret(read(file, spec));
    }

    private String prompt(CommandSpec spec) {
        try (Terminal terminal = SystemTerminal.open()) {
            if (terminal == null) {
                throw UsageError.in(
                        spec, "--password: there is no terminal to ask on; see --password-env and --password-file");
            }
            String question = "password" + (user.isEmpty() ? "" : " of " + user) + ": ";
            return LineReaderBuilder.builder().terminal(terminal).build().readLine(question, UNSEEN);
        } catch (UserInterruptException | EndOfFileException | IOException none) {
            throw UsageError.in(spec, "--password: no password was entered");
        }
    }

    /**
     * Returns the text of a password file without line ends at the end of the file. Editors add these line ends. Blanks
     * are kept, because a password can contain blanks.
     */
    private static String read(Path file, CommandSpec spec) {
        String text;
        try {
            text = Files.readString(file).replaceAll("[\r\n]+$", "");
        } catch (IOException unreadable) {
            throw UsageError.in(spec, "--password-file: cannot read " + file + " as UTF-8 text");
        }
        if (text.isEmpty()) {
            throw UsageError.in(spec, "--password-file: " + file + " is empty");
        }
        return text;
    }
}
