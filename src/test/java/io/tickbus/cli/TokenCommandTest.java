package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private CommandLineRun run(String... more) {
        String[] args = new String[more.length + 3];
        args[0] = "token";
        args[1] = "--file";
        args[2] = dir.resolve("users").toString();
        System.arraycopy(more, 0, args, 3, more.length);
        return CommandLineRun.of(args);
    }

    @Test
    void tokenIsPrintedOnceAndTheFileHasItsHash() throws Exception {
        LocalDate before = LocalDate.now(ZoneOffset.UTC);
        CommandLineRun first = run("scraper", "--rights", "read=trade", "--days", "7");
        assertThat(first.exitCode()).isZero();
        assertThat(first.out().strip()).matches("tickbus_[\\w-]{43}");
        assertThat(first.err())
                .contains("the token of scraper, with the right to read=trade, is accepted until the end of ")
                .containsAnyOf(before.plusDays(7).toString(), before.plusDays(8).toString());
        String file = Files.readString(dir.resolve("users"));
        assertThat(file).doesNotContain(first.out().strip());
        assertThat(UserFile.read(dir.resolve("users")).rights("scraper")).isEqualTo(Rights.parse("read=trade"));

        assertThat(run("scraper").out()).isNotEqualTo(first.out());
        assertThat(UserFile.read(dir.resolve("users")).rights("scraper")).isEqualTo(Rights.parse("read=trade"));
        assertThat(Files.readString(dir.resolve("users"))).isNotEqualTo(file);
    }

    @Test
    void wrongDaysAndRightsAreToldAndNothingIsWritten() {
        assertThat(run("scraper", "--days", "0").err()).contains("--days: 1 to 3660 expected, found 0");
        assertThat(run("scraper", "--rights", "all").err())
                .contains("\"all\" is no right; expected read, append, admin");
        assertThat(dir.resolve("users")).doesNotExist();
    }
}
