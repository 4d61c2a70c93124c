package io.tickbus.bench.micro;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.Value;
import io.tickbus.q.QVector;
import io.tickbus.q.VectorBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** The data of the benchmarks. It is equal in every run. */
final class Samples {
    /** Number of symbols in {@code trade}. Each has four letters. */
    static final int SYMS = 500;

    /** Rows of a segment, the default of a table. */
    static final int SEGMENT_ROWS = 1 << 18;

    static final Schema TRADE = new Schema(
            List.of("time", "sym", "price", "size", "ex"),
            List.of(QType.TIMESPAN, QType.SYMBOL, QType.FLOAT, QType.LONG, QType.CHAR),
            0);

    private static final int ITEMS = 1000;
    private static final int COMPRESSIBLE_ROWS = 100_000;
    private static final long SEED = 42;
    private static final int DAY_SECONDS = 86_400;
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final int DAYS = 9_729; // 2026.08.21

    private Samples() {}

    /** Returns 1000 items without nulls, because javakdb loses some nulls. */
    static QVector vector(QType type) {
        SplittableRandom random = new SplittableRandom(SEED);
        VectorBuilder items = new VectorBuilder(type, ITEMS);
        for (int i = 0; i < ITEMS; i++) {
            switch (type) {
                case LIST -> items.append((Value) ByteVector.chars("order " + random.nextInt(1_000_000)));
                case BOOLEAN -> items.appendWhole(random.nextInt(2));
                case GUID -> items.appendGuid(new UUID(random.nextLong(), random.nextLong()));
                case BYTE -> items.appendWhole(random.nextInt(256));
                case SHORT -> items.appendWhole(random.nextInt(Short.MAX_VALUE));
                case INT, LONG -> items.appendWhole(random.nextInt());
                case REAL, FLOAT -> items.appendFloat(random.nextInt(100_000) / 64.0);
                case CHAR -> items.appendWhole('A' + random.nextInt(26));
                case SYMBOL -> items.appendSymbol(Symbols.id(sym(random.nextInt(SYMS), SYMS)));
                case TIMESTAMP -> items.appendWhole(DAYS * DAY_NANOS + random.nextLong(DAY_NANOS));
                case MONTH -> items.appendWhole(random.nextInt(DAYS / 30));
                case DATE -> items.appendWhole(random.nextInt(DAYS));
                case DATETIME -> items.appendFloat(random.nextInt(2 * DAYS) / 2.0);
                case TIMESPAN -> items.appendWhole(random.nextLong(DAY_NANOS));
                case MINUTE -> items.appendWhole(random.nextInt(DAY_SECONDS / 60));
                case SECOND -> items.appendWhole(random.nextInt(DAY_SECONDS));
                case TIME -> items.appendWhole(random.nextInt(DAY_SECONDS * 1000));
            }
        }
        return items.build();
    }

    /** Returns a message as a tickerplant pushes it. */
    static Value upd(Flip trades) {
        return new GeneralList(Atom.symbol("upd"), Atom.symbol("trade"), trades);
    }

    static Flip trades(int rows, int syms) {
        return trades(rows, syms, new SplittableRandom(SEED));
    }

    /** Returns rows of {@link #TRADE} with {@code syms} symbols. */
    static Flip trades(int rows, int syms, SplittableRandom random) {
        String[] sym = new String[rows];
        Arrays.setAll(sym, i -> sym(random.nextInt(syms), syms));
        return new Flip(
                TRADE.columns(),
                List.of(
                        new LongVector(
                                QType.TIMESPAN, random.longs(rows, 0, DAY_NANOS).toArray()),
                        SymbolVector.of(sym),
                        new FloatVector(
                                QType.FLOAT, random.doubles(rows, 1, 500).toArray()),
                        new LongVector(QType.LONG, random.longs(rows, 1, 10_000).toArray()),
                        exchanges(rows, random)));
    }

    /**
     * Returns rows that compress to less than half, because q sends other messages uncompressed. They have few
     * prices, few sizes and rising times.
     */
    static Flip compressibleTrades() {
        int rows = COMPRESSIBLE_ROWS;
        SplittableRandom random = new SplittableRandom(SEED);
        String[] sym = new String[rows];
        Arrays.setAll(sym, i -> sym(random.nextInt(10), SYMS));
        long[] time = new long[rows];
        Arrays.setAll(time, i -> 1_000_000L * i);
        double[] price = new double[rows];
        Arrays.setAll(price, i -> 100 + random.nextInt(20) / 4.0);
        long[] size = new long[rows];
        Arrays.setAll(size, i -> 100L * (1 + random.nextInt(10)));
        return new Flip(
                TRADE.columns(),
                List.of(
                        new LongVector(QType.TIMESPAN, time),
                        SymbolVector.of(sym),
                        new FloatVector(QType.FLOAT, price),
                        new LongVector(QType.LONG, size),
                        exchanges(rows, random)));
    }

    private static ByteVector exchanges(int rows, SplittableRandom random) {
        byte[] exchanges = new byte[rows];
        for (int i = 0; i < rows; i++) {
            exchanges[i] = (byte) ('A' + random.nextInt(8));
        }
        return new ByteVector(QType.CHAR, exchanges);
    }

    private static String sym(int number, int syms) {
        return "S" + (syms <= SYMS ? 100 + number : 100_000 + number);
    }

    /** Checks that a message was compressed. */
    static void requirePacked(byte[] message) {
        if (message[2] != 1) {
            throw new IllegalStateException("not compressed: " + message.length + " bytes");
        }
    }
}
