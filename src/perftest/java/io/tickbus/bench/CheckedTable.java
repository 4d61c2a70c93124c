package io.tickbus.bench;

import io.tickbus.event.Addresses;
import io.tickbus.event.ReplyFormat;
import io.tickbus.event.Rows;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** Reads a table over the bus. The calling thread blocks. */
final class CheckedTable {
    private static final int FETCH_ROWS = 100_000;

    private final Vertx vertx;
    private final String name;

    CheckedTable(Vertx vertx, String name) {
        this.vertx = vertx;
        this.name = name;
    }

    long rows() {
        return vertx.eventBus()
                .<JsonObject>request(Addresses.query(name), new JsonObject().put("op", "count"))
                .await()
                .body()
                .getLong("count");
    }

    /** Reads all rows, and throws an exception if they are not the sent rows. */
    void check(long expected, long checksum) {
        long found = 0;
        long sum = 0;
        while (found < rows()) {
            JsonObject request = new JsonObject().put("offset", found).put("rowsMax", FETCH_ROWS);
            Rows rows = vertx.eventBus()
                    .<Rows>request(Addresses.fetch(name), request, ReplyFormat.batch())
                    .await()
                    .body();
            found = rows.next();
            sum += Shape.checksum(rows.rows());
        }
        if (found != expected || sum != checksum) {
            throw new IllegalStateException(found + " rows with checksum " + sum + " in the table, " + expected
                    + " with " + checksum + " sent");
        }
    }
}
