package io.tickbus.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.Atom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogBegunAnewTest {
    private static final LocalDate DAY = LocalDate.of(2026, 8, 21);
    private static final String NAME = "tickbus2026.08.21";
    private static final int MESSAGE_BYTES_MAX = 1 << 20;

    @TempDir
    private Path dir;

    private LogDirectory logs() {
        return new LogDirectory(dir, MESSAGE_BYTES_MAX);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void add(LogDirectory logs, long value) throws IOException {
        try (DayLog log = logs.openNew(DAY)) {
            log.write(List.of(Atom.ofLong(value)));
        }
    }

    @Test
    void oneWithMessagesIsKeptBesideIt() throws IOException {
        add(logs(), 1);
        add(logs(), 2);
        logs().openNew(DAY).close();

        assertThat(files()).containsExactly(NAME, NAME + ".replaced", NAME + ".replaced.2");
    }

    @Test
    void oneWithoutAMessageIsUsedAgain() throws IOException {
        logs().openNew(DAY).close();
        logs().openNew(DAY).close();
        Files.write(dir.resolve(NAME), new byte[] {(byte) 0xFF}); // the disk was full
        try (DayLog log = logs().openNew(DAY)) {
            assertThat(log.messages()).isZero();
        }

        assertThat(files()).containsExactly(NAME);
    }

    @Test
    void oneThatSomebodyWritesIsNotTakenAway() throws IOException {
        try (DayLog log = logs().openNew(DAY)) {
            log.write(List.of(Atom.ofLong(1)));
            assertThatThrownBy(() -> logs().openNew(DAY))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(NAME)
                    .hasMessageContaining("another writer has it");
        }

        assertThat(files()).containsExactly(NAME);
    }

    @Test
    void whatIsReadIsOfTheNewOne() throws IOException {
        LogDirectory logs = logs();
        add(logs, 1);
        String name = ":" + dir.resolve(NAME).toAbsolutePath();
        assertThat(logs.read(name, 8, 100).size()).isEqualTo(9);
        logs.openNew(DAY).close();

        assertThat(logs.read(name, 8, 100).size()).isZero();
    }
}
