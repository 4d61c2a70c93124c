package io.tickbus;

import io.tickbus.client.ConsumerEvent;
import io.tickbus.client.ConsumerEvent.Retrying;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs the events of one consumer if the application has given no listener. A retry is not logged if the previous event
 * was a retry with an equal reason. A retry before the consumer has begun is no warning, because the owner may start
 * later. The consumer's context owns this object.
 */
final class ConsumerEventLog implements Consumer<ConsumerEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(Tickbus.class);

    private final String table;
    private String lastReason = "";
    private boolean hasBegun;

    ConsumerEventLog(String table) {
        this.table = table;
    }

    @Override
    public void accept(ConsumerEvent event) {
        String reason = event instanceof Retrying retrying ? retrying.reason() : "";
        if (reason.isEmpty() || !reason.equals(lastReason)) {
            boolean isHarmless = event instanceof ConsumerEvent.Began
                    || event instanceof ConsumerEvent.DayEnded
                    || (event instanceof Retrying && !hasBegun);
            LOG.atLevel(isHarmless ? Level.INFO : Level.WARN)
                    .addKeyValue("table", table)
                    .addKeyValue("event", event)
                    .log("a consumer reports an event");
        }
        hasBegun |= event instanceof ConsumerEvent.Began;
        lastReason = reason;
    }
}
