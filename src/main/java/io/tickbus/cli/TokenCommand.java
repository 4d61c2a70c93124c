package io.tickbus.cli;

import io.tickbus.access.Permission;
import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.UsageError;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.log.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The file that users of the configuration names; created if missing; default conf/users.")
    private Path file = Path.of("conf", "users");

    @Option(
            names = "--rights",
            paramLabel = "RIGHTS",
            description =
                    "read, append and admin, with commas between, each for all tables or, as in read=trade, for one;"
                            + " default: unchanged, and read for a new user.")
    private @Nullable String rights;

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
        try {
            UserFile users = UserFile.readOrEmpty(file);
            Rights known = users.rights(user);
            Rights given = rights != null ? Rights.parse(rights) : known != null ? known : Rights.of(Permission.READ);
            LocalDate lastDay = LocalDate.now(ZoneOffset.UTC).plusDays(days);
            UserFile.Issued issued = users.withToken(user, lastDay, given);
            Disk.LOCAL.replace(file, issued.file().bytes());
            spec.commandLine().getOut().println(issued.token());
            spec.commandLine()
                    .getErr()
                    .println(file + ": the token of " + user + ", with the right to " + given.text()
                            + ", is accepted until the end of " + lastDay + " (UTC)");
            return ExitCode.OK;
        } catch (IllegalArgumentException wrong) {
            throw UsageError.in(spec, String.valueOf(wrong.getMessage()));
        } catch (IOException failure) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(failure.getMessage()));
        }
    }
}
