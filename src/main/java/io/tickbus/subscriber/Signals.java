package io.tickbus.subscriber;

import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.tickbus.q.Atom;
import io.tickbus.q.QType;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a tickerplant says about itself: the end of a day goes to every table, in order with the rows. */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);

    private final String subscriber;
    private final Partitions partitions;
    private final Counters counters;

    Signals(String subscriber, Partitions partitions, Counters counters) {
        this.subscriber = subscriber;
        this.partitions = partitions;
        this.counters = counters;
    }

    void take(Upd.Signal signal) {
        counters.signals.incrementAndGet();
        LOG.atDebug()
                .addKeyValue("subscriber", subscriber)
                .addKeyValue("signal", signal.name())
                .log("q says");
        if (Upd.END_OF_DAY.contains(signal.name())) {
            LocalDate ended = date(signal);
            partitions.add(partition -> endOfDay(partition.log(), ended));
        } else if (signal.name().equals(Upd.END_OF_PERIOD)) {
            partitions.add(partition -> Mark.endOfPeriod());
        }
    }

    private static Mark endOfDay(LogPlace log, @Nullable LocalDate ended) {
        return LogNames.goesOn(log, ended)
                ? Mark.endOfDayInsideALog(ended)
                : Mark.endOfDay(ended, LogNames.after(log.log(), ended));
    }

    private static @Nullable LocalDate date(Upd.Signal signal) {
        return signal.argument() instanceof Atom atom && atom.type() == QType.DATE && !atom.isNull()
                ? EPOCH.plusDays(atom.item().longAt(0))
                : null;
    }
}
