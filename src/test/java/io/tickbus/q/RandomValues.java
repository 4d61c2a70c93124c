package io.tickbus.q;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Values of every type, nested, the same for the same seed. */
public final class RandomValues {
    private static final int NESTED_MAX = 4;
    private static final int ITEMS_MAX = 9;
    private static final List<QType> TYPES = List.of(QType.values());
    private final Random random;

    public RandomValues(long seed) {
        random = new Random(seed);
    }

    public Value next() {
        return next(NESTED_MAX);
    }

    private Value next(int levels) {
        return switch (random.nextInt(levels == 0 ? 4 : 8)) {
            case 0 -> new Atom(vector(simpleType(), 1));
            case 1 -> random.nextBoolean() ? QFunction.GENERIC_NULL : new QFunction(102, random.nextInt(256));
            case 2, 3 -> vector(simpleType(), random.nextInt(ITEMS_MAX));
            case 4 -> list(random.nextInt(ITEMS_MAX), levels);
            case 5 -> table(levels);
            case 6 -> new QDictionary(next(levels - 1), next(levels - 1), random.nextBoolean());
            default -> random.nextInt(8) == 0 ? new ErrorValue(text()) : new QDictionary(table(levels), table(levels));
        };
    }

    private GeneralList list(int size, int levels) {
        Value[] items = new Value[size];
        for (int i = 0; i < size; i++) {
            items[i] = next(levels - 1);
        }
        return new GeneralList(random.nextInt(5), items, 0, size);
    }

    private Flip table(int levels) {
        int rows = random.nextInt(ITEMS_MAX);
        List<String> names = new ArrayList<>();
        List<QVector> columns = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            names.add(text());
            columns.add(random.nextInt(5) == 0 ? list(rows, levels) : vector(simpleType(), rows));
        }
        return new Flip(names, columns, random.nextInt(5));
    }

    private QType simpleType() {
        return TYPES.get(1 + random.nextInt(TYPES.size() - 1)); // all but the general list
    }

    /** A vector, of a slice of a longer array every other time. */
    public QVector vector(QType type, int size) {
        VectorBuilder builder = new VectorBuilder(type, 0);
        int before = random.nextInt(2) * random.nextInt(5);
        for (int i = 0; i < before + size; i++) {
            append(builder);
        }
        QVector built = builder.build();
        return QVector.of(type, random.nextInt(5), built.array(), before, size);
    }

    private void append(VectorBuilder builder) {
        if (random.nextInt(8) == 0) {
            builder.appendNull();
            return;
        }
        switch (builder.type()) {
            case SYMBOL -> builder.appendSymbol(Symbols.id(text()));
            case GUID -> builder.appendGuid(new UUID(random.nextLong(), random.nextLong()));
            case REAL, FLOAT, DATETIME -> builder.appendFloat(random.nextGaussian());
            case BOOLEAN -> builder.appendWhole(random.nextInt(2));
            default -> builder.appendWhole(random.nextLong() >> random.nextInt(Long.SIZE));
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(14); left > 0; left--) {
            text.appendCodePoint(random.nextInt(20) == 0 ? 0x65E5 : 'a' + random.nextInt(26));
        }
        return text.toString();
    }
}
