package io.tickbus.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.log.LogReader;
import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogOnAFullDiskTest {
    private static final int MESSAGE_BYTES_MAX = 1 << 20;
    private static final Value LONG = message(new LongVector(QType.LONG, new long[20_000])); // more than is buffered

    private final FillableDisk disk = new FillableDisk();

    @TempDir
    private Path dir;

    private DayLog open() throws IOException {
        return new LogDirectory(dir, MESSAGE_BYTES_MAX, disk).openNew(LocalDate.of(2026, 8, 21));
    }

    private static Value message(Value rows) {
        return new GeneralList(PublishedTable.UPD, Atom.symbol("t"), rows);
    }

    private static Value message(long row) {
        return message(Atom.ofLong(row));
    }

    private static List<Value> messages(Path path) throws IOException {
        List<Value> all = new ArrayList<>();
        try (LogReader reader = LogReader.open(path, MESSAGE_BYTES_MAX)) {
            for (Value message = reader.next(); message != null; message = reader.next()) {
                all.add(message);
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5, 9, 20, 100_000, 200_000, 300_000})
    void writeThatFailsLeavesNothingAndMayBeDoneAgain(long roomBytes) throws IOException {
        List<Value> added = List.of(message(2), LONG, message(3), LONG);
        DayLog log = open();
        log.write(List.of(message(1)));
        disk.room(roomBytes);
        assertThatThrownBy(() -> log.write(added)).hasMessage("No space left on device");
        assertThatThrownBy(() -> log.write(added)).hasMessage("No space left on device");
        assertThat(log.messages()).isEqualTo(1);
        disk.room(1 << 20);
        log.write(added);
        log.write(List.of(message(4)));
        log.close();

        assertThat(log.messages()).isEqualTo(6);
        assertThat(messages(log.path())).containsExactly(message(1), message(2), LONG, message(3), LONG, message(4));
    }

    @Test
    void messagesBesideOneThatCannotBeEncodedAreNotWrittenLater() throws IOException {
        Value opaque = message(new QFunction(100, 0, "{x}"));
        try (DayLog log = open()) {
            assertThatThrownBy(() -> log.write(List.of(message(1), opaque)))
                    .isInstanceOf(IllegalArgumentException.class);
            log.write(List.of(message(2)));
            assertThatThrownBy(() -> log.write(List.of(message(3), opaque)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(messages(dir.resolve("tickbus2026.08.21"))).containsExactly(message(2));
    }

    @Test
    void errorLeavesNothingOfItsWrite() throws IOException {
        disk.lackMemory();
        try (DayLog log = open()) {
            disk.room(20);
            assertThatThrownBy(() -> log.write(List.of(message(1)))).isInstanceOf(OutOfMemoryError.class);
            disk.room(1000);
            log.write(List.of(message(2)));
        }
        assertThat(messages(dir.resolve("tickbus2026.08.21"))).containsExactly(message(2));
    }

    @Test
    void oneThatCouldNotBeBegunIsBegunLater() throws IOException {
        disk.room(5); // bytes, where the head of a log has 8
        assertThatThrownBy(this::open).hasMessageContaining("No space left on device");
        assertThatThrownBy(this::open).hasMessageContaining("No space left on device");
        disk.room(1000);
        try (DayLog log = open()) {
            log.write(List.of(message(1)));
            assertThat(messages(log.path())).containsExactly(message(1));
        }

        assertThat(dir.toFile().list()).hasSize(1);
    }
}
