package io.tickbus.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.log.AnotherProcess;
import io.tickbus.log.LogReader;
import io.tickbus.publish.LogDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tickerplant's log that a subscriber of the same process has read and closed. Its lock must outlast that, or other processes
 * write at the same places, rename it, or cut it.
 */
@Timeout(120)
class LiveLogTest {
    private static final int TRADES = 10;

    @TempDir
    private Path dir;

    private Path log() throws IOException {
        List<Path> logs;
        try (Stream<Path> files = Files.list(dir.resolve("first"))) {
            logs = files.filter(file -> !file.toString().endsWith(".lock")).toList();
        }
        assertThat(logs).as("nothing was renamed").hasSize(1);
        return logs.get(0);
    }

    @Test
    void noOtherProcessWritesRenamesOrCutsIt() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, false)) {
            rig.trade(0, TRADES);
            rig.untilTraded(0, TRADES); // after the log was read
            Path log = log();
            String held = "another writer has it, which holds " + log + ".lock";

            assertThat(AnotherProcess.opening(log)).isEqualTo(held);
            assertThat(AnotherProcess.output(
                            Renaming.class.getName(),
                            log.toString(),
                            dir.resolve("first").toString()))
                    .isEqualTo("cannot open the log " + log + ": " + held);
            Files.write(log(), new byte[] {0, 0}, StandardOpenOption.APPEND); // something to cut off
            assertThat(AnotherProcess.output("io.tickbus.cli.Main", "log", "truncate", "--in-place", log.toString()))
                    .isEqualTo("tickbus: " + log + ": " + held);
            try (LogReader reader = LogReader.open(log, ChainServer.MESSAGE_BYTES_MAX)) {
                while (reader.next() != null) {
                    // counted
                }
                assertThat(reader.messages()).isEqualTo(TRADES);
                assertThat(reader.pendingBytes()).isEqualTo(2);
            }
        }
    }

    /** Replaces a log with an empty one, as a gateway does whose {@code logDir} is that of the tickerplant. */
    static final class Renaming {
        public static void main(String... arguments) {
            Path log = Path.of(arguments[0]);
            Path dir = Path.of(arguments[1]);
            String day = log.toString().replaceAll(".*[a-z]", "").replace('.', '-');
            try {
                new LogDirectory(dir, ChainServer.MESSAGE_BYTES_MAX)
                        .openNew(LocalDate.parse(day))
                        .close();
                System.out.println("renamed");
            } catch (IOException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }
}
