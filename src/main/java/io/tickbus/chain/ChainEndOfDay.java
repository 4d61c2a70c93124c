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
 * Makes one end of a day of what the owner tells of each table. The day ends when all tables that are read have ended it, or the
 * others have not for {@link #WAIT_MS}, and all rows that belong to it were taken; until then a table that has ended it is read
 * no further. A table that ends it later is not waited for: what it still has of that day counts to the next. A day that cannot
 * have ended, as {@link DayRule} has it, is told to no subscriber.
 */
final class ChainEndOfDay {
    /** How long the tables that have ended a day wait for the others, some of which may never end one. */
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
     * @param tables those that are read
     * @param settled publishes and logs what was read so far; false while that cannot be
     * @param end ends a day
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
        String reason = reasonToTellNobody(day);
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
            timer = vertx.setTimer(WAIT_MS, over -> {
                timer = NONE;
                waited = true;
                advanced();
            });
        }
        table.endDayAt(event.getLong("offset", 0L), clears(event));
        advanced();
    }

    /**
     * Why a day is told to no subscriber; empty when it is told. The chain's logs may have begun on another day than those of the
     * tables, and are no evidence.
     */
    private String reasonToTellNobody(LocalDate day) {
        DayRule rule = DayRule.at(clock.instant());
        if (last != null && rule.isAhead(last)) {
            last = null; // the clock was ahead when it ended
        }
        return last == null || day.isAfter(last) ? rule.doubt(day, null) : last + " was over already";
    }

    private static boolean clears(JsonObject event) {
        return !"keep".equals(event.getString("action"));
    }

    /** To be called when a table was read on, or the log can be written again. */
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
        forget();
        last = day;
        end.accept(day);
        tables.get().forEach(ChainedTable::startDay);
    }

    /** The day that was about to end, which will not be told any more; null when none was. */
    @Nullable
    LocalDate forget() {
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
        forget();
        events.unregister();
    }
}
