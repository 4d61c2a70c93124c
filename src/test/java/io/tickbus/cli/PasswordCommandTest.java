package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.access.Permission;
import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("System.in")
class PasswordCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private CommandLineRun run(String input, String... more) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(Charset.defaultCharset())));
        try {
            String[] args = new String[more.length + 4];
            String[] first = {
                "password", "--stdin", "--file", dir.resolve("conf/users").toString()
            };
            System.arraycopy(first, 0, args, 0, 4);
            System.arraycopy(more, 0, args, 4, more.length);
            return CommandLineRun.of(args);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void userIsAddedAndKeepsItsRightsWhenThePasswordChanges() throws Exception {
        Path file = dir.resolve("conf/users");

        assertThat(run("secret\n", "joe", "--rights", "append,read").out())
                .isEqualTo(file + ": joe added, with the right to read,append" + System.lineSeparator());
        String hash = Files.readString(file);
        assertThat(run("other\n", "joe").out())
                .isEqualTo(file + ": joe changed, with the right to read,append" + System.lineSeparator());
        assertThat(run("third\n", "ann").exitCode()).isZero();

        assertThat(Files.readString(file)).isNotEqualTo(hash).doesNotContain("secret", "other", "third");
        assertThat(UserFile.read(file).rights("joe")).isEqualTo(Rights.of(Permission.READ, Permission.APPEND));
        assertThat(UserFile.read(file).rights("ann")).isEqualTo(Rights.of(Permission.READ));
    }

    @Test
    void whatCannotBeIsToldAndNothingIsWritten() throws Exception {
        assertThat(run("x\n", "joe", "--rights", "write").err()).contains("\"write\" is no right");
        assertThat(run("x\n", "a:b").err()).contains("\"a:b\" is no name for a user");
        assertThat(run("\n", "joe").err()).contains("the password is empty");
        assertThat(run("", "joe").err()).contains("standard input has no password");
        assertThat(run("", "joe", "--env", "TICKBUS_NO_SUCH_VARIABLE").exitCode())
                .isEqualTo(2);
        assertThat(dir.resolve("conf/users")).doesNotExist();

        Files.createDirectories(dir.resolve("conf"));
        Files.writeString(dir.resolve("conf/users"), "bad\n");
        CommandLineRun bad = run("x\n", "joe");
        assertThat(bad.err()).contains("users:1: 1 fields, expected name:hash:rights");
        assertThat(bad.exitCode()).isEqualTo(1);
    }
}
