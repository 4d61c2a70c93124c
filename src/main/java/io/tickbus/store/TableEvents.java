package io.tickbus.store;

import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** What an operator must hear of one table: each event is published, and logged with the same fields. */
final class TableEvents {
    private static final Logger LOG = LoggerFactory.getLogger(TableEvents.class);

    private final String table;
    private final StoreHost host;

    TableEvents(String table, StoreHost host) {
        this.table = table;
        this.host = host;
    }

    /**
     * Publishes and logs an event.
     *
     * @param partition that it came from; empty when from none
     * @param details fields of its own, {@code reason} among them if there is one
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
     * Tells the node's health that a file of the table cannot be written.
     *
     * @param kind of the file
     * @param reason empty when it can be written again
     */
    void outage(String kind, String reason) {
        host.outage(kind + " of table " + table, reason);
    }
}
