package io.tickbus.subscriber;

import io.tickbus.event.Addresses;
import io.tickbus.q.DayRule;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the tickerplant's signals. The end of a day becomes a control record in each table, after all rows that q
 * pushed before it. {@link DayRule} decides whether a day can have ended. An implausible end of a day is only reported.
 * Owned by the reader thread.
 */
final class TickerplantSignals {
    private static final Logger LOG = LoggerFactory.getLogger(TickerplantSignals.class);

    private final SubscriberHost host;
    private final String subscriber;
    private final PartitionWriters partitions;
    private final RejectionReporter rejections;
    private final SubscriberCounters counters;

    TickerplantSignals(
            SubscriberHost host,
            String subscriber,
            PartitionWriters partitions,
            RejectionReporter rejections,
            SubscriberCounters counters) {
        this.host = host;
        this.subscriber = subscriber;
        this.partitions = partitions;
        this.rejections = rejections;
        this.counters = counters;
    }

    void apply(TickerplantMessage.Signal signal) {
        counters.signals.incrementAndGet();
        LOG.atDebug()
                .addKeyValue("subscriber", subscriber)
                .addKeyValue("signal", signal.name())
                .log("q says");
        if (TickerplantMessage.END_OF_DAY.contains(signal.name())) {
            endOfDay(signal.name(), DayRule.dateOf(signal.argument()));
        } else if (signal.name().equals(TickerplantMessage.END_OF_PERIOD)) {
            partitions.add(partition -> ControlRecord.endOfPeriod());
        }
    }

    private void endOfDay(String signal, @Nullable LocalDate ended) {
        LogPosition log = partitions.log();
        String doubt =
                ended == null ? "" : DayRule.at(host.now()).doubt(ended, DayRule.ofLog(log.log(), log.follows()));
        if (ended != null && !doubt.isEmpty()) {
            implausible(ended, signal + " ends no day: " + doubt);
        } else {
            partitions.expectNoMore();
            partitions.add(partition -> endOfDay(partition.log(), ended));
        }
    }

    private static ControlRecord endOfDay(LogPosition log, @Nullable LocalDate ended) {
        return LogNames.isOfLaterDay(log, ended)
                ? ControlRecord.endOfDayInsideALog(ended)
                : ControlRecord.endOfDay(ended, LogNames.after(log.log(), ended));
    }

    private void implausible(LocalDate day, String reason) {
        rejections.reject("", RejectReason.IMPLAUSIBLE_DAY, reason);
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
