package io.tickbus.cli;

import io.tickbus.access.Permission;
import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.UsageError;
import io.tickbus.log.Disk;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of the commands that edit the file of users. */
final class UserFileOptions {
    private static final Rights NEW_RIGHTS = Rights.of(Permission.READ);

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

    /** A change of the file. */
    @FunctionalInterface
    interface Edit {
        /**
         * Returns the changed file.
         *
         * @param given the rights that the user shall have
         */
        UserFile apply(UserFile users, Rights given) throws IOException;
    }

    /**
     * The change that a command made to one user.
     *
     * @param isNew true if the file did not have the user before
     * @param rights the rights that the user has now
     */
    record Change(boolean isNew, Rights rights) {}

    Path file() {
        return file;
    }

    /**
     * Reads the file, changes it, and writes it.
     *
     * @throws CommandFailure with the reason, if the file cannot be read or written
     */
    Change edit(CommandSpec spec, String user, Edit edit) throws CommandFailure {
        try {
            UserFile users = UserFile.readOrEmpty(file);
            Rights known = users.rights(user);
            Rights given = rights != null ? Rights.parse(rights) : known != null ? known : NEW_RIGHTS;
            Disk.LOCAL.replace(file, edit.apply(users, given).bytes());
            return new Change(known == null, given);
        } catch (IllegalArgumentException wrong) {
            throw UsageError.in(spec, String.valueOf(wrong.getMessage()));
        } catch (IOException failure) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(failure.getMessage()));
        }
    }
}
