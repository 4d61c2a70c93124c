package io.tickbus.tickerplant;

import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of every embedded tickerplant. */
final class StandardTables {
    static final Schema TRADE = new Schema(
            List.of("time", "sym", "price", "size"), List.of(QType.TIMESPAN, QType.SYMBOL, QType.FLOAT, QType.LONG), 0);
    static final Schema QUOTE = new Schema(
            List.of("time", "sym", "bid", "ask", "bsize", "asize"),
            List.of(QType.TIMESPAN, QType.SYMBOL, QType.FLOAT, QType.FLOAT, QType.LONG, QType.LONG),
            0);

    private StandardTables() {}

    static Map<String, Schema> standard() {
        Map<String, Schema> tables = new LinkedHashMap<>();
        tables.put("trade", TRADE);
        tables.put("quote", QUOTE);
        return tables;
    }
}
