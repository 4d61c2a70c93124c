package io.tickbus.differential;

import io.tickbus.q.ByteVector;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A random table with columns of every type, which also have nulls and infinities. The items of columns and literals
 * come from one small pool. Groups therefore have several rows, and comparisons find some.
 */
final class RandomTable {
    static final String NAME = "t";

    /** The types with two columns. Expressions add and compare these columns. */
    private static final Set<QType> TWICE = EnumSet.of(QType.LONG, QType.FLOAT, QType.SYMBOL);

    private static final int POOL_ITEMS = 7;
    private static final int DAYS = 9_729; // 2026.08.21
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final int DAY_SECONDS = 86_400;

    private final Random random;
    private final Map<QType, QVector> pools = new EnumMap<>(QType.class);
    private final Map<String, QType> types = new LinkedHashMap<>();
    private final Flip rows;

    /** The unusual items of a table. */
    record Extremes(boolean nulls, boolean infinities) {}

    RandomTable(Random random, int size, Extremes extremes) {
        this.random = random;
        List<QVector> columns = new ArrayList<>();
        for (QType type : QType.values()) {
            pools.put(type, pool(type, extremes));
            for (int copy = TWICE.contains(type) ? 2 : 1; copy > 0; copy--) {
                types.put(type.qName() + copy, type); // a column with the name of a type could be read as a cast
                columns.add(column(type, size));
            }
        }
        rows = new Flip(List.copyOf(types.keySet()), columns);
    }

    Flip rows() {
        return rows;
    }

    QType type(String column) {
        return types.getOrDefault(column, QType.LIST);
    }

    /** Returns the name of a column of one of the types. */
    String column(Set<QType> among) {
        List<String> names =
                types.keySet().stream().filter(name -> among.contains(type(name))).toList();
        return names.get(random.nextInt(names.size()));
    }

    /** Returns a literal of an item from the pool of a type. */
    String literal(QType type) {
        QVector pool = pools.getOrDefault(type, QVector.empty(type));
        return ConsoleText.of(pool.valueAt(random.nextInt(pool.size())));
    }

    /** Returns several literals. */
    String literals(QType type, int count) {
        VectorBuilder items = new VectorBuilder(type, count);
        QVector pool = pools.getOrDefault(type, QVector.empty(type));
        for (int i = 0; i < count; i++) {
            items.append(pool.slice(random.nextInt(pool.size()), 1));
        }
        return ConsoleText.of(items.build());
    }

    private QVector column(QType type, int size) {
        QVector pool = pools.getOrDefault(type, QVector.empty(type));
        VectorBuilder items = new VectorBuilder(type, size);
        for (int i = 0; i < size; i++) {
            if (random.nextInt(4) == 0) {
                append(items); // usually not an item of the pool
            } else {
                items.append(pool.slice(random.nextInt(pool.size()), 1));
            }
        }
        return items.build();
    }

    /** Returns the pool of a type: a few ordinary items, and the null and the infinities if the type has them. */
    private QVector pool(QType type, Extremes extremes) {
        VectorBuilder items = new VectorBuilder(type, POOL_ITEMS + 3);
        for (int i = 0; i < POOL_ITEMS; i++) {
            append(items);
        }
        if (extremes.nulls()) {
            items.appendNull();
        }
        if (!extremes.infinities()) {
            return items.build();
        }
        switch (type) {
            case LIST, BOOLEAN, BYTE, CHAR, SYMBOL, GUID -> {}
            case REAL, FLOAT, DATETIME -> {
                items.appendFloat(Double.POSITIVE_INFINITY);
                items.appendFloat(Double.NEGATIVE_INFINITY);
            }
            default -> {
                items.appendWhole(Long.MAX_VALUE);
                items.appendWhole(-Long.MAX_VALUE);
            }
        }
        return items.build();
    }

    /** Adds an item with an exact text. Floats are multiples of 1/8. */
    private void append(VectorBuilder items) {
        switch (items.type()) {
            case LIST -> items.append((Value) ByteVector.chars(text()));
            case BOOLEAN -> items.appendWhole(random.nextInt(2));
            case GUID -> items.appendGuid(new UUID(random.nextLong(), random.nextLong()));
            case BYTE -> items.appendWhole(random.nextInt(256));
            case SHORT, INT, LONG -> items.appendWhole(random.nextInt(401) - 200L);
            case REAL, FLOAT -> items.appendFloat((random.nextInt(1601) - 800) / 8.0);
            case CHAR -> items.appendWhole('a' + random.nextInt(6));
            case SYMBOL -> items.appendSymbol(Symbols.id(text()));
            case TIMESTAMP -> items.appendWhole(DAYS * DAY_NANOS + random.nextLong(DAY_NANOS));
            case MONTH -> items.appendWhole(random.nextInt(24) + 300L);
            case DATE -> items.appendWhole(DAYS + random.nextInt(60));
            case DATETIME -> items.appendFloat(DAYS + random.nextInt(48) / 8.0);
            case TIMESPAN -> items.appendWhole(random.nextLong(DAY_NANOS));
            case MINUTE -> items.appendWhole(random.nextInt(DAY_SECONDS / 60));
            case SECOND -> items.appendWhole(random.nextInt(DAY_SECONDS));
            case TIME -> items.appendWhole(random.nextInt(DAY_SECONDS * 1000));
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            text.append((char) ('a' + random.nextInt(4)));
        }
        return text.toString();
    }
}
