package io.tickbus.cli;

import io.tickbus.access.UserFile;
import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.UsageError;
import io.tickbus.cli.console.VersionCommand;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code tickbus token}. It makes a token for a user of the file of users, and prints it once. */
@Command(
        name = "token",
        description = {
            "Makes a token for a program, such as a script or Prometheus, and prints it. The token is shown only now: the file "
                    + "stores its hash. A running node accepts it from the next login on.",
            "A web client sends it as a bearer token; a q client sends it as the password of USER."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  tickbus token prometheus --days 365",
            "  curl -H \"Authorization: Bearer $(cat token)\" https://node1:8080/metrics",
            "To withdraw a token, delete the line of its user, or make another token for it."
        })
final class TokenCommand implements Callable<Integer> {
    private static final int DAYS_MAX = 3660;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Parameters(
            paramLabel = "USER",
            description = "The name of the user. Its former token or password becomes invalid.")
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private String user;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private UserFileOptions options;

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "The token is accepted for so many days (UTC), 1 to 3660; default 90.")
    private int days = 90;

    @Override
    public Integer call() throws CommandFailure {
        if (days < 1 || days > DAYS_MAX) {
            throw UsageError.in(spec, "--days: 1 to " + DAYS_MAX + " expected, found " + days);
        }
        LocalDate lastDay = LocalDate.now(ZoneOffset.UTC).plusDays(days);
        AtomicReference<String> token = new AtomicReference<>("");
        UserFileOptions.Change change = options.edit(spec, user, (users, rights) -> {
            UserFile.Issued issued = users.withToken(user, lastDay, rights);
            token.set(issued.token());
            return issued.file();
        });
        spec.commandLine().getOut().println(token.get());
        spec.commandLine()
                .getErr()
                .println(options.file() + ": the token of " + user + ", with the right to "
                        + change.rights().text() + ", is accepted until the end of " + lastDay + " (UTC)");
        return ExitCode.OK;
    }
}
