package io.tickbus.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowQueueTest {
    private static final int SEGMENT_ROWS = 8;

    private final RowQueue queue = new RowQueue();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void rowsComeInTheOrderInWhichTheyWereAddedThoughTheyLeaveTheirTables(long seed) {
        Random random = new Random(seed);
        List<Table> tables = List.of(table(), table());
        List<Long> added = new ArrayList<>();
        List<Long> polled = new ArrayList<>();
        long next = 0;
        for (int step = 0; step < 500; step++) {
            Table table = tables.get(random.nextInt(2));
            int count = 1 + random.nextInt(20);
            long offset = table.append(numbers(next, count));
            if (random.nextInt(3) > 0) {
                queue.add(table, offset, count);
                for (int i = 0; i < count; i++) {
                    added.add(next + i);
                }
            }
            next += count;
            if (random.nextInt(4) == 0) {
                table.dropOldest();
            }
            if (random.nextInt(3) == 0 && !queue.isEmpty()) {
                poll(polled, 1 + random.nextInt(10));
            }
        }
        while (!queue.isEmpty()) {
            poll(polled, Integer.MAX_VALUE);
        }
        assertThat(polled).isEqualTo(added);
    }

    private void poll(List<Long> polled, int rowsMax) {
        Flip rows = queue.poll(rowsMax);
        assertThat(rows.size()).isBetween(1, rowsMax);
        for (int i = 0; i < rows.size(); i++) {
            polled.add(((LongVector) rows.column(0)).at(i));
        }
    }

    @Test
    void consecutiveRowsOfASegmentAreOneRun() {
        Table table = table();
        for (int i = 0; i < SEGMENT_ROWS; i++) {
            queue.add(table, table.append(numbers(i, 1)), 1);
        }
        assertThat(queue.runs()).isEqualTo(1);
        queue.add(table, table.append(numbers(0, 1)), 1);
        assertThat(queue.runs()).isEqualTo(2);
        assertThat(queue.hasLeft(table)).isFalse();
        table.dropOldest();
        assertThat(queue.hasLeft(table)).isTrue();
        queue.poll(SEGMENT_ROWS);
        assertThat(queue.hasLeft(table)).isFalse();
    }

    private static Table table() {
        return new Table(Schema.of(numbers(0, 0)), SEGMENT_ROWS, Long.MAX_VALUE);
    }

    private static Flip numbers(long first, int count) {
        long[] items = new long[count];
        for (int i = 0; i < count; i++) {
            items[i] = first + i;
        }
        return new Flip(List.of("n"), List.of(new LongVector(QType.LONG, items)));
    }
}
