package io.tickbus.tickerplant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.publish.LogDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LogDirectoryTest {
    private static final String UPD = ".u.upd[`trade;(`IBM;1.5;100)]";

    @TempDir
    private Path dir;

    private Path log;

    @BeforeEach
    void nameLog() {
        log = dir.resolve("tickbus2026.08.21").toAbsolutePath();
    }

    private static byte[] read1(c client, Path file, long offset, long length) throws Exception {
        return (byte[]) client.k("read1", new Object[] {":" + file, offset, length});
    }

    @Test
    void logIsReadInPartsAsQGivesThem() throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();
            client.k(UPD);
            client.k(".u.i");
            byte[] whole = Files.readAllBytes(log);

            assertThat(client.k("hcount", ":" + log)).isEqualTo((long) whole.length);
            assertThat(read1(client, log, 0, 1000)).isEqualTo(whole);
            assertThat(read1(client, log, 3, 10)).isEqualTo(Arrays.copyOfRange(whole, 3, 13));
            assertThat(read1(client, log, 3, 0)).isEmpty();
            assertThat(read1(client, log, whole.length, 10)).isEmpty();
            assertThat(read1(client, log, 1L << 40, 10)).isEmpty();
            client.close();
        }
    }

    @Test
    void whatIsAddedIsReadWithTheNextPart() throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();
            List<Integer> sizes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                client.k(UPD);
                client.k(".u.i");
                sizes.add(read1(client, log, 0, 1000).length);
            }

            assertThat(sizes).containsExactly(64, 64 + 56, 64 + 2 * 56);
            client.close();
        }
    }

    @Test
    void logsOfEarlierDaysAreRead() throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();
            client.k(UPD);
            client.k(".u.end[2026.08.21]");

            assertThat(read1(client, dir.resolve("tickbus2026.08.22"), 0, 1000)).hasSize(8);
            assertThat(read1(client, log, 0, 1000)).hasSize(64);
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":/etc/passwd",
                ":DIR/other",
                ":DIR/tickbus2026.08.21.bad-tail",
                ":DIR/tickbus2026.08.21.lock",
                ":DIR/../tickbus2026.08.21",
                ":DIR/tickbus2026.02.31",
                ":DIR/link/../../tickbus2026.08.21",
                ":DIR/tickbus2026.08.20",
                "DIR/tickbus2026.08.21",
                ":DIR",
                ":",
                ""
            })
    void nothingElseIsRead(String name) throws Exception {
        Files.writeString(dir.resolve("other"), "secret");
        Files.writeString(dir.resolve("tickbus2026.08.21.bad-tail"), "secret");
        Files.createSymbolicLink(dir.resolve("tickbus2026.08.20"), dir.resolve("other"));
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();
            String file = name.replace("DIR", dir.toAbsolutePath().toString());

            assertThatThrownBy(() -> client.k("hcount", file)).hasMessageStartingWith("access");
            assertThatThrownBy(() -> client.k("read1", new Object[] {file, 0L, 10L}))
                    .hasMessageStartingWith("access");
            client.close();
        }
    }

    @Test
    void questionsThatCannotBeAnsweredAreErrors() throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();

            assertThatThrownBy(() -> read1(client, log, -1, 10)).hasMessageStartingWith("domain");
            assertThatThrownBy(() -> read1(client, log, 0, -1)).hasMessageStartingWith("domain");
            assertThatThrownBy(() -> read1(client, log, 0, LogDirectory.READ_BYTES_MAX + 1L))
                    .hasMessageStartingWith("limit");
            assertThatThrownBy(() -> read1(client, dir.resolve("tickbus2020.01.01"), 0, 10))
                    .hasMessageStartingWith("io")
                    .hasMessageEndingWith("no such file");
            assertThatThrownBy(() -> client.k("read1", ":" + log)).hasMessageStartingWith("type");
            assertThatThrownBy(() -> client.k("hcount", 1L)).hasMessageStartingWith("type");
            client.close();
        }
    }

    @Test
    void withoutALogThereIsNothingToRead() throws Exception {
        try (RunningTickerplant tickerplant = new RunningTickerplant(Map.of())) {
            c client = tickerplant.client();

            assertThatThrownBy(() -> read1(client, log, 0, 10)).hasMessageStartingWith("access");
            client.close();
        }
    }

    @Test
    void restartAfterADayThatWasEndedEarlyGoesOnWithTheNextOne() throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();
            client.k(UPD);
            client.k(".u.end[2026.08.21]");
            client.k(UPD);
            client.k(UPD);
            client.close();
        }
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();

            assertThat((Object[]) client.k(".u `i`L")).containsExactly(2L, ":" + dir.resolve("tickbus2026.08.22"));
            client.close();
        }
    }

    @Test
    void earlierLogsAndOtherFilesAreNoDayToGoOnWith() throws Exception {
        Files.createFile(dir.resolve("tickbus2026.08.20"));
        Files.createFile(dir.resolve("tickbus2026.08.23.bad-tail"));
        Files.createFile(dir.resolve("tickbus2026.08.24.lock"));
        Files.createFile(dir.resolve("tickbus2026.13.01"));

        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();

            assertThat((Object[]) client.k(".u `i`L")).containsExactly(0L, ":" + log);
            client.close();
        }
    }
}
