package io.tickbus.table;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.Symbols;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Rows of every type from a seed; nulls, infinities and extremes come often. */
public final class RandomRows {
    private static final int EDGE_ONE_IN = 4;
    private static final double[] FLOAT_EDGES = {
        Double.NaN, 0.0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MAX_VALUE
    };

    private RandomRows() {}

    /** A column per type, named after it. */
    public static Schema everyType(int keys) {
        List<QType> types = List.of(QType.values());
        return new Schema(types.stream().map(QType::qName).toList(), types, keys);
    }

    public static Flip rows(Schema schema, int size, Random random) {
        return new Flip(
                schema.columns(),
                schema.types().stream().map(type -> vector(type, size, random)).toList());
    }

    /** Rows drawn from a pool, so that many are the same. */
    static Flip drawn(Flip pool, int size, Random random) {
        List<VectorBuilder> builders = Schema.of(pool).builders(size);
        for (int i = 0; i < size; i++) {
            Flip row = pool.slice(random.nextInt(pool.size()), 1);
            for (int column = 0; column < builders.size(); column++) {
                builders.get(column).append(row.column(column));
            }
        }
        return Schema.of(pool).flip(builders);
    }

    public static QVector vector(QType type, int size, Random random) {
        VectorBuilder builder = new VectorBuilder(type, size);
        for (int i = 0; i < size; i++) {
            add(builder, random);
        }
        return builder.build();
    }

    private static void add(VectorBuilder builder, Random random) {
        if (random.nextInt(EDGE_ONE_IN) == 0) {
            builder.appendNull();
            return;
        }
        switch (builder.type()) {
            case BOOLEAN -> builder.appendWhole(random.nextInt(2));
            case BYTE, CHAR -> builder.appendWhole(random.nextInt(256));
            case SHORT -> builder.appendWhole(edgeOr(random, Short.MAX_VALUE, (short) random.nextInt()));
            case INT, MONTH, DATE, MINUTE, SECOND, TIME ->
                builder.appendWhole(edgeOr(random, Integer.MAX_VALUE, random.nextInt()));
            case LONG, TIMESTAMP, TIMESPAN ->
                builder.appendWhole(edgeOr(random, Long.MAX_VALUE, random.nextLong() >> random.nextInt(64)));
            case REAL, FLOAT -> builder.appendFloat(floating(random, random.nextGaussian() * 1e6));
            case DATETIME -> builder.appendFloat(floating(random, random.nextGaussian() * 1e4));
            case SYMBOL -> builder.appendSymbol(Symbols.id(text(random)));
            case GUID -> builder.appendGuid(new UUID(random.nextLong(), random.nextLong()));
            case LIST -> builder.append(nested(random));
        }
    }

    private static long edgeOr(Random random, long infinity, long other) {
        return switch (random.nextInt(2 * EDGE_ONE_IN)) {
            case 0 -> infinity;
            case 1 -> -infinity;
            default -> other;
        };
    }

    private static double floating(Random random, double other) {
        return random.nextInt(EDGE_ONE_IN) == 0 ? FLOAT_EDGES[random.nextInt(FLOAT_EDGES.length)] : other;
    }

    private static String text(Random random) {
        List<String> letters = List.of(
                "a",
                "B",
                "7",
                " ",
                "\"",
                "\\",
                "\n",
                "é",
                "日",
                "\uD83D\uDE00",
                ".",
                "xe9",
                "\\xe9",
                "\\xc3",
                "\\xa9",
                "\\x5c");
        return Stream.generate(() -> letters.get(random.nextInt(letters.size())))
                .limit(1 + random.nextInt(12))
                .reduce("", String::concat);
    }

    /** Returns a value that has its own form in JSON. */
    private static Value nested(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Atom.ofLong(random.nextInt());
            case 1 -> Atom.ofFloat(random.nextGaussian());
            case 2 -> Atom.ofBoolean(random.nextBoolean());
            case 3 -> new LongVector(QType.LONG, random.nextInt(), LongVector.NULL, random.nextInt());
            case 4 -> new FloatVector(QType.FLOAT, random.nextGaussian(), Double.NaN);
            case 5 -> new ByteVector(QType.BOOLEAN, new byte[] {1, 0});
            case 6 -> new GeneralList(ByteVector.chars(text(random)), Atom.ofLong(1), new GeneralList());
            default -> ByteVector.chars(text(random));
        };
    }

    /** The rows of several tables of the same columns, one after the other. */
    public static Flip joined(Schema schema, List<Flip> parts) {
        List<VectorBuilder> builders = schema.builders(0);
        for (Flip part : parts) {
            for (int i = 0; i < builders.size(); i++) {
                builders.get(i).append(part.column(i));
            }
        }
        return schema.flip(builders);
    }

    /** One-row tables, one per row. */
    static List<Flip> single(Flip rows) {
        List<Flip> single = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            single.add(rows.slice(i, 1));
        }
        return single;
    }

    /** The first rows in the table's order, at most {@code rowsMax}. */
    static Flip first(Snapshot snapshot, int rowsMax) {
        return snapshot.rows(snapshot.firstOffset(), snapshot.firstEnd(rowsMax));
    }

    /** The last rows in the table's order, at most {@code rowsMax}. */
    static Flip last(Snapshot snapshot, int rowsMax) {
        return snapshot.rows(snapshot.lastStart(rowsMax), snapshot.nextOffset());
    }
}
