package io.tickbus.junit5;

import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of one tickerplant and one pipeline. Immutable.
 *
 * @param tables the schemas by table name
 * @param config the configuration of the pipeline
 * @param awaitMsMax the time limit of each wait, in ms
 * @param firstDay the tickerplant's first day
 */
record KitSettings(Map<String, Schema> tables, JsonObject config, int awaitMsMax, LocalDate firstDay) {
    static final int AWAIT_MS_MAX = 10_000;
    /** The default of {@link #firstDay}. A day in the past can be followed by any number of days. */
    static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 5);

    private static final List<String> STANDARD = List.of(
            "trade: time timespan, sym symbol, price float, size long",
            "quote: time timespan, sym symbol, bid float, ask float, bsize long, asize long");

    static final KitSettings DEFAULT = new KitSettings(Map.of(), new JsonObject(), AWAIT_MS_MAX, FIRST_DAY);

    KitSettings {
        tables = tables.isEmpty() ? parse(STANDARD) : new LinkedHashMap<>(tables);
        config = config.copy();
        if (awaitMsMax < 1) {
            throw new IllegalArgumentException("awaitMsMax " + awaitMsMax + ": at least 1 ms expected");
        }
    }

    static KitSettings of(TickbusTest annotation) {
        return new KitSettings(
                parse(List.of(annotation.tables())),
                new JsonObject(annotation.config()),
                annotation.awaitMsMax(),
                FIRST_DAY);
    }

    static Map<String, Schema> parse(List<String> tables) {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        for (String table : tables) {
            int colon = table.indexOf(':');
            String name = colon < 0 ? "" : table.substring(0, colon).strip();
            if (name.isEmpty()) {
                throw new IllegalArgumentException("table \"" + table
                        + "\": a name, a colon and columns expected, as in \"trade: time timespan, sym symbol\"");
            }
            if (schemas.putIfAbsent(name, schema(name, table.substring(colon + 1))) != null) {
                throw new IllegalArgumentException("table " + name + ": named twice");
            }
        }
        return schemas;
    }

    static Schema schema(String table, String columns) {
        List<String> names = new ArrayList<>();
        List<QType> types = new ArrayList<>();
        for (String column : columns.split(",", -1)) {
            String[] words = column.strip().split("\\s+", -1);
            QType type = words.length == 2 ? QType.named(words[1]) : null;
            if (type == null) {
                throw new IllegalArgumentException("table " + table + ", column \"" + column.strip()
                        + "\": a name and a type of q expected, as in \"price float\"");
            }
            names.add(words[0]);
            types.add(type);
        }
        return new Schema(names, types, 0);
    }
}
