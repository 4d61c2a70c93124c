package io.tickbus.chaos;

import io.tickbus.event.Addresses;
import io.tickbus.event.ReplyFormat;
import io.tickbus.event.Rows;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** All rows of a table, fetched over the event bus as applications fetch them. */
final class TableRows implements Iterable<Row> {
    private static final int PAGE_ROWS = 100_000;

    private final Vertx vertx;
    private final String table;

    TableRows(Vertx vertx, String table) {
        this.vertx = vertx;
        this.table = table;
    }

    @Override
    public Iterator<Row> iterator() {
        return new Iterator<>() {
            private Rows page = page(firstOffset());
            private int index;

            @Override
            public boolean hasNext() {
                if (index == page.rows().size() && index > 0) {
                    page = page(page.next());
                    index = 0;
                }
                return index < page.rows().size();
            }

            @Override
            public Row next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return new Row(page.rows().columns(), index++);
            }
        };
    }

    /** Returns the first offset of the table. It is not 0 after a rebuild, because no offset is used again. */
    private long firstOffset() {
        JsonObject request = new JsonObject().put("op", "first").put("rows", 1);
        return vertx.eventBus()
                .<Rows>request(Addresses.query(table), request, ReplyFormat.batch())
                .await()
                .body()
                .offset();
    }

    private Rows page(long offset) {
        JsonObject request = new JsonObject().put("offset", offset).put("rowsMax", PAGE_ROWS);
        return vertx.eventBus()
                .<Rows>request(Addresses.fetch(table), request, ReplyFormat.batch())
                .await()
                .body();
    }
}
