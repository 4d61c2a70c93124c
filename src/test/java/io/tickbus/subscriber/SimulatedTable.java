package io.tickbus.subscriber;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The tables of the simulated tickerplant. A row is a number, from which its cells follow. No other row of its table has the
 * number, except in a table that repeats its rows.
 */
enum SimulatedTable {
    TRADE("n sym price"),
    QUOTE("time sym n side"),
    /** Whose rows collapse to vectors, and which has nothing to filter by. */
    COUNTS("n total"),
    /** A table without a time, whose three rows repeat. Two of its logs can have equal rows at many positions. */
    TICKS("sym n");

    private static final int REPEATED_ROWS = 3;

    static final List<String> SYMS = List.of("a", "b", "c", "d");

    private final String columns; // names, with blanks between

    SimulatedTable(String columns) {
        this.columns = columns;
    }

    private List<String> columns() {
        return List.of(columns.split(" "));
    }

    boolean repeats() {
        return this == TICKS;
    }

    /** Returns rows with new numbers, or with repeated numbers. */
    long[] numbered(SplittableRandom random, long... fresh) {
        return repeats()
                ? Arrays.stream(fresh).map(n -> random.nextInt(REPEATED_ROWS)).toArray()
                : fresh;
    }

    String table() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SimulatedTable draw(SplittableRandom random) {
        return values()[random.nextInt(values().length)];
    }

    Flip flip(long... rows) {
        List<QVector> vectors = new ArrayList<>();
        for (String column : columns()) {
            vectors.add(column(column, rows));
        }
        return new Flip(columns(), vectors);
    }

    private static QVector column(String name, long[] rows) {
        return switch (name) {
            case "time" ->
                new LongVector(
                        QType.TIMESPAN, Arrays.stream(rows).map(n -> n * 1000).toArray());
            case "sym", "side" ->
                SymbolVector.of(
                        Arrays.stream(rows).mapToObj(SimulatedTable::sym).toArray(String[]::new));
            case "price" ->
                new FloatVector(
                        QType.FLOAT,
                        Arrays.stream(rows).mapToDouble(n -> n / 8.0).toArray());
            case "total" ->
                new LongVector(QType.LONG, Arrays.stream(rows).map(n -> -n).toArray());
            default -> new LongVector(QType.LONG, rows);
        };
    }

    private static String sym(long row) {
        return SYMS.get((int) ((row * 0x9E3779B97F4A7C15L) >>> 62));
    }

    /** The rows that a filter lets through; all of a table that has no syms, or when there is no filter. */
    long[] select(List<String> syms, long... rows) {
        return syms.isEmpty() || !columns().contains("sym")
                ? rows
                : Arrays.stream(rows).filter(n -> syms.contains(sym(n))).toArray();
    }

    /** The numbers of rows, each of which has to be whole. */
    long[] rows(Flip table) {
        QVector numbers = table.column("n");
        long[] rows = new long[numbers.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = numbers.longAt(i);
        }
        if (!flip(rows).columns().equals(table.columns())) {
            throw new AssertionError("the columns of " + this + " are mixed up: " + table);
        }
        return rows;
    }

    /** Returns rows in one of the forms of a log: a table, a list of columns, or a single row. */
    Value logged(SplittableRandom random, long... rows) {
        Flip table = flip(rows);
        int shape = random.nextInt(4);
        if (shape == 0) {
            return table;
        }
        if (rows.length > 1 || shape == 1) {
            return new GeneralList(table.columns().toArray(Value[]::new));
        }
        if (this == COUNTS) {
            return new LongVector(QType.LONG, rows[0], -rows[0]);
        }
        return new GeneralList(
                table.columns().stream().map(column -> column.valueAt(0)).toArray(Value[]::new));
    }

    Value upd(Value rows) {
        return new GeneralList(Atom.symbol("upd"), Atom.symbol(table()), rows);
    }
}
