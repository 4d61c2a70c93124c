package io.tickbus.config;

import io.tickbus.q.QType;
import java.util.List;
import java.util.Map;

/** A subscriber's request to q: tables with {@code .u.sub}, or an expression after which q pushes rows. */
public sealed interface SubscriptionConfig {
    /**
     * A request for tables with {@code .u.sub}. The tickerplant reports their columns.
     *
     * @param names the names of the tables, or an empty list for all tables
     * @param syms the symbols whose rows are requested, or an empty list for all rows
     */
    record Tables(List<String> names, List<String> syms) implements SubscriptionConfig {
        /**
         * Checks and copies the components.
         *
         * @param names see {@link #names}
         * @param syms see {@link #syms}
         */
        public Tables {
            names = List.copyOf(names);
            syms = List.copyOf(syms);
        }
    }

    /**
     * A q expression that q evaluates. The rows that q then pushes come without a table name, and all belong to {@code
     * table}.
     *
     * @param text the text that q evaluates after the connection is open
     * @param table the table of the rows
     * @param columns the types by column name, in the order of the pushed columns
     */
    record Expression(String text, String table, Map<String, QType> columns) implements SubscriptionConfig {
        /**
         * Checks and copies the components.
         *
         * @param text see {@link #text}
         * @param table see {@link #table}
         * @param columns see {@link #columns}
         */
        public Expression {
            columns = OrderedMaps.copyOf(columns);
        }
    }
}
