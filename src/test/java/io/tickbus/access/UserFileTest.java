package io.tickbus.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.log.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserFileTest {
    /** The hash of the password "sesame" with cost 4, in the form of htpasswd. */
    static final String HASH = PasswordHashTest.SESAME;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("users"), text);
    }

    @Test
    void usersAndTheirRightsAreRead() throws IOException {
        UserFile users =
                UserFile.read(file("# who may\n\njoe:" + HASH + ":read\nann:" + HASH + ":append, read, admin\n"));

        assertThat(users.size()).isEqualTo(2);
        assertThat(users.rights("joe")).isEqualTo(Rights.of(Permission.READ));
        assertThat(users.rights("ann")).isEqualTo(Rights.ALL);
        assertThat(users.rights("jim")).isNull();
    }

    @Test
    void everythingWrongIsToldWithItsLine() throws IOException {
        Path file = file("joe:" + HASH + ":read\njoe\njoe:" + HASH + ":read\nann:plain:read\nann:" + HASH + ":write\n"
                + "ann:" + HASH.replace("$04$", "$31$") + ":read\n:" + HASH + ":read\nann:" + HASH + ":\n");

        assertThatThrownBy(() -> UserFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(String.join(
                        "\n",
                        file + ":2: 1 fields, expected name:hash:rights",
                        file + ":3: the user joe for the second time",
                        file + ":4: not a hash of bcrypt ($2a$, $2b$ or $2y$)",
                        file + ":5: \"write\" is no right; expected read, append, admin",
                        file + ":6: a hash of cost 31; expected 4 to 14",
                        file + ":7: \"\" is no name for a user",
                        file + ":8: \"\" is no right; expected read, append, admin"));
        assertThatThrownBy(() -> UserFile.read(dir.resolve("none"))).hasMessage(dir.resolve("none") + ": no such file");
    }

    @Test
    void userIsAddedAndChangedAndTheOtherLinesStay() throws IOException {
        Path file = file("# mine\njoe:" + HASH + ":read\n");
        Disk.LOCAL.replace(
                file, UserFile.read(file).with("ann", "s:ecret", Rights.ALL).bytes());
        Disk.LOCAL.replace(
                file,
                UserFile.read(file)
                        .with("joe", "other", Rights.of(Permission.APPEND))
                        .bytes());

        assertThat(Files.readAllLines(file)).hasSize(3).first().isEqualTo("# mine");
        UserFile users = UserFile.read(file);
        assertThat(users.rights("joe")).isEqualTo(Rights.of(Permission.APPEND));
        assertThat(users.rights("ann")).isEqualTo(Rights.ALL);
        assertThat(Files.readString(file)).doesNotContain("s:ecret", "other");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2); // only the owner of the file may read and write it
        try (var left = Files.list(dir)) {
            assertThat(left).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"a:b", "' a'", "'#a'", "''", "'a\tb'"})
    void nameThatTheFileOrTheWireCannotHoldIsRefused(String name) {
        assertThatThrownBy(() -> UserFile.readOrEmpty(dir.resolve("none")).with(name, "secret", Rights.ALL))
                .hasMessageContaining("is no name for a user");
    }

    @Test
    void dearestHashIsKnown() throws IOException {
        UserFile users = UserFile.read(file("joe:" + HASH + ":read\nann:" + HASH.replace("$04$", "$06$") + ":read\n"));

        assertThat(users.costMax()).isEqualTo(6);
    }
}
