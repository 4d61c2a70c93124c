package io.tickbus.store;

import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.log.LogReader;
import io.tickbus.log.LogWriter;
import io.tickbus.publish.FillableDisk;
import io.tickbus.q.Schema;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day that is written to a disk that becomes full. */
class DayFileTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static final int SEGMENT_ROWS = 1 << 16;
    private static final int MESSAGES = 5;

    private final FillableDisk disk = new FillableDisk();

    @TempDir
    private Path dir;

    @Test
    void dayThatFindsNoRoomTakesNone() throws IOException {
        Table table = new Table(Schema.of(trades(0, 0)), SEGMENT_ROWS, Long.MAX_VALUE);
        table.append(trades(0, MESSAGES * DayFile.MESSAGE_ROWS_MAX));
        Snapshot rows = table.snapshot();
        Path file = DayFile.write(dir, "trade", DAY, rows, EndedJournal.NONE, disk);
        disk.room(file.toFile().length() / 2);

        assertThatThrownBy(() -> DayFile.write(dir, "quote", DAY, rows, EndedJournal.NONE, disk))
                .hasMessageContaining("No space left on device");
        assertThat(dir.resolve("quote2026.11.23.part"))
                .satisfies(part -> assertThat(part.toFile().length()).isLessThanOrEqualTo(LogWriter.HEAD_BYTES));
        disk.room(Long.MAX_VALUE);
        Path written = DayFile.write(dir, "quote", DAY, rows, EndedJournal.NONE, disk);
        assertThat(LogReader.scan(written, 1 << 24).messages()).isEqualTo(MESSAGES);
    }
}
