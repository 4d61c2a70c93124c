package io.tickbus.bench;

import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Generates random trades in batches. The trades depend only on the number of symbols. */
final class GatewayTrades {
    static final String TABLE = "trade";
    static final Schema SCHEMA = new Schema(
            List.of("time", "sym", "price", "size"),
            List.of(QType.TIMESPAN, QType.SYMBOL, QType.FLOAT, QType.LONG),
            0);

    private static final int BATCH_ROWS = 10_000;
    private static final long SEED = 6;
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final int PRICE_MAX = 500;
    private static final int SIZE_MAX = 10_000;

    private GatewayTrades() {}

    /** Returns the symbol of a number. All symbols have equal lengths. */
    static String sym(int number, int syms) {
        return "S" + (10 * syms + number);
    }

    /** Generates the trades. */
    static void generate(int rows, int syms, Consumer<Flip> taker) {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] ids = new int[syms];
        Arrays.setAll(ids, number -> Symbols.id(sym(number, syms)));
        for (int done = 0; done < rows; done += BATCH_ROWS) {
            taker.accept(batch(Math.min(BATCH_ROWS, rows - done), ids, random));
        }
    }

    private static Flip batch(int rows, int[] ids, SplittableRandom random) {
        int[] sym = new int[rows];
        Arrays.setAll(sym, row -> ids[random.nextInt(ids.length)]);
        return new Flip(
                SCHEMA.columns(),
                List.of(
                        new LongVector(
                                QType.TIMESPAN, random.longs(rows, 0, DAY_NANOS).toArray()),
                        SymbolVector.ofIds(sym),
                        new FloatVector(
                                QType.FLOAT, random.doubles(rows, 1, PRICE_MAX).toArray()),
                        new LongVector(
                                QType.LONG, random.longs(rows, 1, SIZE_MAX).toArray())));
    }
}
