package io.tickbus.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Flip;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy of a keyed table that is read by offset lists the keys as the table does. */
class KeyedCopyTest {
    private static final Schema SCHEMA = new Schema(List.of("keyNumber", "n"), List.of(QType.SYMBOL, QType.LONG), 1);

    private static Flip row(String key, long n) {
        return new Flip(SCHEMA.columns(), List.of(SymbolVector.of(key), new LongVector(QType.LONG, n)));
    }

    /** Reads a few rows on and returns where to go on. */
    private static long read(Table table, long offset, Random random, KeyedCopy copy) {
        Snapshot snapshot = table.snapshot();
        long from = Math.max(offset, snapshot.firstOffset());
        long end = snapshot.runEnd(from, 1 + random.nextInt(8));
        copy.append(snapshot.run(from, end), snapshot.keyNumbers(from, end));
        return end;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void keysAreInTheOrderOfTheirFirstArrivalAtTheOwner(long seed) {
        Random random = new Random(seed);
        Table table = new Table(SCHEMA, 16, Long.MAX_VALUE);
        KeyedCopy copy = new KeyedCopy(SCHEMA);
        long next = 0;
        for (long n = 0; n < 1000; n++) {
            table.append(row("k" + random.nextInt(1 + (int) n / 10), n));
            if (random.nextInt(4) == 0) {
                next = read(table, next, random, copy);
            }
        }
        while (next < table.nextOffset()) {
            next = read(table, next, random, copy);
        }

        Snapshot snapshot = table.snapshot();
        assertThat(copy.rows())
                .isEqualTo(snapshot.keyOrder().rows(0, snapshot.keyOrder().size()));
    }

    @Test
    void tableOfTheGreatestWidthHasItsRows() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Schema.COLUMNS_MAX; i++) {
            names.add("c" + i);
        }
        Schema wide = new Schema(names, Collections.nCopies(names.size(), QType.LONG), 1);
        KeyedCopy copy = new KeyedCopy(wide);
        Flip rows = new Flip(names, Collections.nCopies(names.size(), new LongVector(QType.LONG, 7, 8)));
        copy.append(rows, new IntVector(QType.INT, 1, 0));

        assertThat(copy.rows()).isEqualTo(rows);
    }
}
