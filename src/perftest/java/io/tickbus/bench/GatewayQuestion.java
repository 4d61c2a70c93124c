package io.tickbus.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A query in q and in SQL.
 *
 * @param name the printed name
 * @param syms the number of symbols in the table
 * @param q the select over {@code trade}
 * @param sql the query over {@code %s}, with its rows in q's order
 */
record GatewayQuestion(String name, int syms, String q, String sql) {
    private static final int FEW_SYMS = 100;
    private static final int MANY_SYMS = 10_000;
    private static final int WANTED_SYMS = 10;
    private static final String Q = "select sum size, size wavg price by sym from trade";
    private static final String COLUMNS = "SELECT sym, sum(size), sum(size * price) / sum(size) FROM %s";
    private static final String GROUPED = " GROUP BY sym ORDER BY sym";

    /** Returns the measured queries. */
    static List<GatewayQuestion> all() {
        return List.of(
                new GatewayQuestion("by sym", FEW_SYMS, Q, COLUMNS + GROUPED),
                new GatewayQuestion("by sym", MANY_SYMS, Q, COLUMNS + GROUPED),
                new GatewayQuestion(
                        "by sym, where",
                        FEW_SYMS,
                        Q + " where sym in `" + wanted("`") + ",price>250",
                        COLUMNS + " WHERE sym IN ('" + wanted("','") + "') AND price > 250" + GROUPED));
    }

    private static String wanted(String separator) {
        return IntStream.range(0, WANTED_SYMS)
                .mapToObj(number -> GatewayTrades.sym(number * FEW_SYMS / WANTED_SYMS, FEW_SYMS))
                .collect(Collectors.joining(separator));
    }

    @Override
    public String toString() {
        return name + " (" + syms + ")";
    }
}
