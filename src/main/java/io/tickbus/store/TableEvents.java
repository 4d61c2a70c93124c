package io.tickbus.store;

import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Publishes and logs the events of one table that operators need to know. Owner's thread only. */
final class TableEvents {
    private static final Logger LOG = LoggerFactory.getLogger(TableEvents.class);

    private final String table;
    private final StoreHost host;

    TableEvents(String table, StoreHost host) {
        this.table = table;
        this.host = host;
    }

    /**
     * Publishes an event, and logs it with the same fields.
     *
     * @param partition the partition that caused it; empty if none did
     * @param details further fields, {@code reason} among them if there is one
     */
    void publish(Level level, String event, String partition, JsonObject details) {
        JsonObject json = new JsonObject()
                .put("event", event)
                .put("table", table)
                .put("partition", partition)
                .put("reason", "")
                .mergeIn(details);
        LoggingEventBuilder line = LOG.atLevel(level);
        for (String field : json.fieldNames()) {
            if (!field.equals("event")) {
                line = line.addKeyValue(field, json.getValue(field));
            }
        }
        line.log(event);
        host.publish(json);
    }

    /**
     * Reports to the node's health whether a file of the table can be written.
     *
     * @param kind of the file
     * @param reason why it cannot be written; empty if it can
     */
    void outage(String kind, String reason) {
        host.outage(kind + " of table " + table, reason);
    }
}
