package io.tickbus.config;

import io.tickbus.q.QType;
import java.util.List;
import java.util.Map;

/** What a subscriber asks of q. */
public sealed interface SubscriptionConfig {
    /**
     * {@code .u.sub} of tables, whose columns the tickerplant tells.
     *
     * @param names the tables; empty for all
     * @param syms only rows of these symbols; empty for all
     */
    record Tables(List<String> names, List<String> syms) implements SubscriptionConfig {
        public Tables {
            names = List.copyOf(names);
            syms = List.copyOf(syms);
        }
    }

    /**
     * Any q text. What is then pushed without a name belongs to one table.
     *
     * @param text what q evaluates on connecting
     * @param table the table that the rows go to
     * @param columns the types by name, in the order of the columns of what is pushed
     */
    record Expression(String text, String table, Map<String, QType> columns) implements SubscriptionConfig {
        public Expression {
            columns = OrderedMaps.copyOf(columns);
        }
    }
}
