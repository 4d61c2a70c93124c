package io.tickbus;

import io.tickbus.client.ConsumerEvent;
import io.tickbus.client.ConsumerEvent.Retrying;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs the events of one consumer if the application has given no listener. A retry is not logged if the previous event
 * was a retry with an equal reason. The consumer's context owns this object.
 */
final class ConsumerEventLog implements Consumer<ConsumerEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(Tickbus.class);

    private final String table;
    private String lastReason = "";

    ConsumerEventLog(String table) {
        this.table = table;
    }

    @Override
    public void accept(ConsumerEvent event) {
        String reason = event instanceof Retrying retrying ? retrying.reason() : "";
        if (reason.isEmpty() || !reason.equals(lastReason)) {
            Level level = event instanceof ConsumerEvent.Began ? Level.INFO : Level.WARN;
            LOG.atLevel(level)
                    .addKeyValue("table", table)
                    .addKeyValue("reason", event)
                    .log("table is read: {}", event.getClass().getSimpleName());
        }
        lastReason = reason;
    }
}
