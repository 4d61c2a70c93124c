package io.tickbus.cli.top;

import io.tickbus.cli.top.TopOverview.Subscriber;
import io.tickbus.cli.top.TopOverview.Table;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The order of subscribers and tables on the screen. */
enum TopOrder {
    /**
     * Lists subscribers with a problem first, then live subscribers, then standbys. Each group is sorted by lag. Tables
     * have no lag, so they are sorted by rows per second.
     */
    LAG,
    RATE,
    NAME;

    Comparator<Subscriber> subscribers() {
        Comparator<Subscriber> byName = Comparator.comparing(Subscriber::name).thenComparing(Subscriber::node);
        return switch (this) {
            case LAG ->
                Comparator.comparingInt(TopOrder::rank)
                        .thenComparingLong(subscriber -> -orNone(subscriber.lagMs()))
                        .thenComparingLong(subscriber -> -orNone(subscriber.lagRows()))
                        .thenComparing(byName);
            case RATE ->
                Comparator.<Subscriber>comparingLong(subscriber -> -orNone(subscriber.rowsPerSecond()))
                        .thenComparing(byName);
            case NAME -> byName;
        };
    }

    Comparator<Table> tables() {
        Comparator<Table> byName = Comparator.comparing(Table::name);
        return switch (this) {
            case LAG, RATE ->
                Comparator.<Table>comparingLong(table -> -orNone(table.rowsPerSecond()))
                        .thenComparing(byName);
            case NAME -> byName;
        };
    }

    private static int rank(Subscriber subscriber) {
        return switch (TopScreen.tone(subscriber)) {
            case TROUBLE -> 0;
            case PLAIN -> 1;
            case FAINT -> 2;
        };
    }

    private static long orNone(@Nullable Long number) {
        return number == null ? -1 : number;
    }
}
