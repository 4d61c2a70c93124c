package io.tickbus.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedTableTest {
    private static final int ROWS = 1000;

    /** The rows that wait for a tick have a limit in bytes, for tables of any width. */
    @ParameterizedTest
    @ValueSource(ints = {1, 20, 1000})
    void heldRowsAreFullAtABoundOfBytes(int columns) {
        List<String> names = IntStream.range(0, columns).mapToObj(i -> "c" + i).toList();
        List<QVector> items = Collections.nCopies(columns, new LongVector(QType.LONG, new long[ROWS]));
        Flip rows = new Flip(names, items);
        PublishedTable table = new PublishedTable("t", Schema.of(rows));
        while (!table.isFull()) {
            table.retain(rows);
        }
        long bytes = (long) table.retainedRows() * columns * Long.BYTES;
        assertThat(bytes).isBetween(PublishedTable.RETAINED_BYTES_MAX / 4L, 2L * PublishedTable.RETAINED_BYTES_MAX);
        table.pollRetained();
        assertThat(table.isFull()).isFalse();
    }
}
