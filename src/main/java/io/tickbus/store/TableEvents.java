package io.tickbus.store;

import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Publishes and logs events about one table for operators. Only the owner's thread uses this class. */
final class TableEvents {
    private static final Logger LOG = LoggerFactory.getLogger(TableEvents.class);

    private final String table;
    private final StoreHost host;

    TableEvents(String table, StoreHost host) {
        this.table = table;
        this.host = host;
    }

    /**
     * Publishes an event, and logs all of its fields.
     *
     * @param partition the partition that caused the event; empty if no partition caused it
     * @param details further fields of the event, such as {@code reason}
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
     * @param kind the kind of file, such as {@code journal}
     * @param reason why the file cannot be written; empty if it can be written
     */
    void outage(String kind, String reason) {
        host.outage(kind + " of table " + table, reason);
    }
}
