package io.tickbus.config;

import io.tickbus.q.QType;
import java.util.List;
import java.util.Map;

/** The request of a subscriber to q. */
public sealed interface SubscriptionConfig {
    /**
     * Tables, requested with {@code .u.sub}. The tickerplant tells their columns.
     *
     * @param names the tables; empty for all tables
     * @param syms the symbols whose rows are requested; empty for all rows
     */
    record Tables(List<String> names, List<String> syms) implements SubscriptionConfig {
        public Tables {
            names = List.copyOf(names);
            syms = List.copyOf(syms);
        }
    }

    /**
     * A q expression. Rows that q then pushes without a table's name belong to one table.
     *
     * @param text the text that q evaluates after the connection
     * @param table the table of the rows
     * @param columns the types by column name, in the order of the pushed columns
     */
    record Expression(String text, String table, Map<String, QType> columns) implements SubscriptionConfig {
        public Expression {
            columns = OrderedMaps.copyOf(columns);
        }
    }
}
