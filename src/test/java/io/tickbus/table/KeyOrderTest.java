package io.tickbus.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of a table in the order in which they came, however often their rows are written again, moved and copied. */
class KeyOrderTest {
    private static final int SEGMENT_ROWS = 4;
    private static final int KEYS = 15;

    private static Table table(QType key) {
        return new Table(new Schema(List.of("k", "v"), List.of(key, QType.LONG), 1), SEGMENT_ROWS, Long.MAX_VALUE);
    }

    private static Flip row(QType type, int key, long value) {
        QVector keys = type == QType.SYMBOL ? SymbolVector.of("k" + key) : new LongVector(QType.LONG, key);
        return new Flip(List.of("k", "v"), List.of(keys, new LongVector(QType.LONG, value)));
    }

    /** The values in the order of the keys. */
    private static List<Long> values(Snapshot snapshot) {
        KeyOrder keys = snapshot.keyOrder();
        QVector values = keys.rows(0, keys.size()).column(1);
        List<Long> found = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            found.add(values.longAt(i));
        }
        return found;
    }

    /** A table's rows with keys, and the same in a map that keeps the order in which the keys came. */
    private static Map<Integer, Long> fill(Table table, QType type, Map<Integer, Integer> sources, Random random) {
        Map<Integer, Long> model = new LinkedHashMap<>();
        int rows = random.nextInt(200);
        for (long value = 0; value < rows; value++) {
            int key = random.nextInt(KEYS);
            int source = 1 + random.nextInt(3);
            table.append(row(type, key, value), source);
            model.put(key, value);
            sources.put(key, source);
        }
        return model;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void keysStayInTheOrderInWhichTheyCame(long seed) {
        Random random = new Random(seed);
        QType type = random.nextBoolean() ? QType.SYMBOL : QType.LONG;
        Table table = table(type);
        Map<Integer, Long> model = fill(table, type, new HashMap<>(), random);
        Snapshot snapshot = table.snapshot();
        List<Long> expected = List.copyOf(model.values());
        assertThat(values(snapshot)).isEqualTo(expected);

        fill(table, type, new HashMap<>(), random);
        assertThat(values(snapshot)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void copyKeepsTheOrderOfTheKeysThatItHas(long seed) {
        Random random = new Random(seed);
        QType type = random.nextBoolean() ? QType.SYMBOL : QType.LONG;
        Table table = table(type);
        Map<Integer, Integer> sources = new HashMap<>();
        Map<Integer, Long> model = fill(table, type, sources, random);
        Table copy = table.copyWithout(source -> source == 2, table.nextOffset());
        model.keySet().removeIf(key -> Integer.valueOf(2).equals(sources.get(key)));
        assertThat(values(copy.snapshot())).isEqualTo(List.copyOf(model.values()));

        for (int key = 0; key < KEYS; key++) {
            copy.append(row(type, key, 1000 + key));
            model.put(key, 1000L + key);
        }
        assertThat(values(copy.snapshot())).isEqualTo(List.copyOf(model.values()));
    }

    @Test
    void emptiedTableBeginsAnOrderOfItsOwn() {
        Table table = table(QType.SYMBOL);
        table.append(row(QType.SYMBOL, 1, 10));
        table.append(row(QType.SYMBOL, 2, 20));
        table.dropAll();
        table.append(row(QType.SYMBOL, 2, 21));
        table.append(row(QType.SYMBOL, 1, 11));
        table.append(row(QType.SYMBOL, 2, 22));

        assertThat(values(table.snapshot())).containsExactly(22L, 11L);
    }
}
