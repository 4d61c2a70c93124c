package io.tickbus.subscriber;

import io.tickbus.event.Addresses;
import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.tickbus.q.DayRule;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a tickerplant says about itself: the end of a day goes to every table, in order with the rows. A day that cannot have ended,
 * as {@link DayRule} has it, is reported and goes to no table.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private final Host host;
    private final String subscriber;
    private final Partitions partitions;
    private final Rejections rejections;
    private final Counters counters;

    Signals(Host host, String subscriber, Partitions partitions, Rejections rejections, Counters counters) {
        this.host = host;
        this.subscriber = subscriber;
        this.partitions = partitions;
        this.rejections = rejections;
        this.counters = counters;
    }

    void take(Upd.Signal signal) {
        counters.signals.incrementAndGet();
        LOG.atDebug()
                .addKeyValue("subscriber", subscriber)
                .addKeyValue("signal", signal.name())
                .log("q says");
        if (Upd.END_OF_DAY.contains(signal.name())) {
            endOfDay(signal.name(), DayRule.told(signal.argument()));
        } else if (signal.name().equals(Upd.END_OF_PERIOD)) {
            partitions.add(partition -> Mark.endOfPeriod());
        }
    }

    private void endOfDay(String signal, @Nullable LocalDate told) {
        LogPlace log = partitions.log();
        String doubt = told == null ? "" : DayRule.at(host.now()).doubt(told, DayRule.ofLog(log.log(), log.follows()));
        if (told != null && !doubt.isEmpty()) {
            implausible(told, signal + " ends no day: " + doubt);
        } else {
            partitions.expectNoMore();
            partitions.add(partition -> endOfDay(partition.log(), told));
        }
    }

    private static Mark endOfDay(LogPlace log, @Nullable LocalDate ended) {
        return LogNames.goesOn(log, ended)
                ? Mark.endOfDayInsideALog(ended)
                : Mark.endOfDay(ended, LogNames.after(log.log(), ended));
    }

    private void implausible(LocalDate day, String reason) {
        rejections.reject("", Reason.IMPLAUSIBLE_DAY, reason);
        host.publish(
                Addresses.EVENTS,
                new JsonObject()
                        .put("event", "implausibleEndOfDay")
                        .put("table", "")
                        .put("partition", subscriber)
                        .put("reason", reason)
                        .put("date", DayRule.text(day)));
    }
}
