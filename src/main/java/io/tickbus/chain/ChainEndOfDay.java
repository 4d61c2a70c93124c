package io.tickbus.chain;

import io.tickbus.event.Addresses;
import io.tickbus.q.DayRule;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Combines the end-of-day events of single tables into one end of day of the {@link ChainedTickerplant}.
 *
 * <p>The day ends when two conditions are met. First, every started table has ended the day, or {@link #WAIT_MS} have
 * passed since the first table ended the day. Second, the chained tickerplant has applied all rows of the day. After
 * its own end of day, a table is read no further until the day ends for all tables. A table that ends the day later
 * than {@link #WAIT_MS} does not delay the other tables. The remaining rows of this table count to the next day.
 *
 * <p>If {@link DayRule} says that the day cannot have ended, no subscriber receives {@code .u.end}. Belongs to the
 * event loop of the chained tickerplant.
 */
final class ChainEndOfDay {
    /**
     * Limit in ms of the time that the end of a day waits for all tables. The limit exists because some tables never
     * end a day.
     */
    static final long WAIT_MS = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(ChainEndOfDay.class);
    private static final long NONE = -1;

    private final Vertx vertx;
    private final Supplier<Collection<ChainedTable>> tables;
    private final BooleanSupplier settled;
    private final Consumer<LocalDate> end;
    private final Clock clock;
    private final MessageConsumer<JsonObject> events;
    private @Nullable LocalDate ending;
    private @Nullable LocalDate last;
    private long timer = NONE;
    private boolean waited;

    /**
     * Listens for end-of-day events until {@link #close}.
     *
     * @param tables the started tables
     * @param settled logs and publishes the rows that were read so far. The result is false while the log cannot be
     *     written.
     * @param end ends a day for all subscribers
     * @param clock decides which days can have ended
     */
    ChainEndOfDay(
            Vertx vertx,
            Supplier<Collection<ChainedTable>> tables,
            BooleanSupplier settled,
            Consumer<LocalDate> end,
            Clock clock) {
        this.clock = clock;
        this.vertx = vertx;
        this.tables = tables;
        this.settled = settled;
        this.end = end;
        this.events = vertx.eventBus().consumer(Addresses.EVENTS, message -> onEvent(message.body()));
    }

    private void onEvent(JsonObject event) {
        if (!"endOfDay".equals(event.getString("event"))) {
            return;
        }
        for (ChainedTable table : tables.get()) {
            if (table.name().equals(event.getString("table"))) {
                onTableEnded(table, event);
            }
        }
    }

    private void onTableEnded(ChainedTable table, JsonObject event) {
        LocalDate day;
        try {
            day = LocalDate.parse(event.getString("date"));
        } catch (DateTimeParseException noDate) {
            LOG.atWarn()
                    .addKeyValue("table", table.name())
                    .addKeyValue("event", event)
                    .log("chained tickerplant heard of an end of a day without a date");
            return;
        }
        String reason = reasonToWithhold(day);
        if (!reason.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("table", table.name())
                    .addKeyValue("date", day)
                    .addKeyValue("reason", reason)
                    .log("chained tickerplant tells no subscriber of the end of a day");
            table.endDayAt(event.getLong("offset", 0L), clears(event));
            advanced();
            return;
        }
        if (ending != null && day.isAfter(ending)) {
            finish(ending);
        }
        if (ending == null) {
            ending = day;
            timer = vertx.setTimer(WAIT_MS, expired -> {
                timer = NONE;
                waited = true;
                advanced();
            });
        }
        table.endDayAt(event.getLong("offset", 0L), clears(event));
        advanced();
    }

    /**
     * Returns the reason not to publish the end of a day, or an empty text if it must be published. The date of the
     * chained tickerplant's own log does not matter. It can differ from the dates of the tables' logs.
     */
    private String reasonToWithhold(LocalDate day) {
        DayRule rule = DayRule.at(clock.instant());
        if (last != null && rule.isAhead(last)) {
            last = null; // The clock was ahead when the last day ended.
        }
        return last == null || day.isAfter(last) ? rule.doubt(day, null) : last + " was over already";
    }

    private static boolean clears(JsonObject event) {
        return !"keep".equals(event.getString("action"));
    }

    /**
     * Ends the day if all rows of the day have been applied, and all tables have ended the day or {@link #WAIT_MS} have
     * passed. Called after a table has applied rows, and when the log can be written again.
     */
    void advanced() {
        LocalDate day = ending;
        Collection<ChainedTable> all = tables.get();
        if (day == null) {
            List<ChainedTable> late = all.stream()
                    .filter(table -> table.hasEndedDay() && table.isAtEndOfDay())
                    .toList();
            if (!late.isEmpty() && settled.getAsBoolean()) {
                late.forEach(ChainedTable::startDay);
            }
            return;
        }
        boolean haveEnded = waited || all.stream().allMatch(ChainedTable::hasEndedDay);
        if (haveEnded && all.stream().allMatch(ChainedTable::isAtEndOfDay) && settled.getAsBoolean()) {
            finish(day);
        }
    }

    private void finish(LocalDate day) {
        discard();
        last = day;
        end.accept(day);
        tables.get().forEach(ChainedTable::startDay);
    }

    /**
     * Cancels the end of a day that waits for tables or rows. Returns the date of this day, or null if no end of a day
     * waits.
     */
    @Nullable
    LocalDate discard() {
        LocalDate day = ending;
        ending = null;
        waited = false;
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
        return day;
    }

    void close() {
        discard();
        events.unregister();
    }
}
