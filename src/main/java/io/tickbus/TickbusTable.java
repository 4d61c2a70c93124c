package io.tickbus;

import io.tickbus.client.ConsumerSettings;
import io.tickbus.client.ProducerSettings;
import io.tickbus.client.RowStream;
import io.tickbus.client.StartPosition;
import io.tickbus.client.TableConsumer;
import io.tickbus.client.TableProducer;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Rows;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One table, with default settings. {@link Tickbus#table} returns it. The table need not exist yet. {@link Tickbus#consume},
 * {@link Tickbus#stream} and {@link Tickbus#producer} take settings.
 *
 * <p>Futures complete on the caller's Vert.x context. Thread-safe, so verticles may share an object of this class.
 */
public final class TickbusTable {
    private final Tickbus tickbus;
    private final String name;
    private @Nullable TableProducer producer;

    TickbusTable(Tickbus tickbus, String name) {
        this.tickbus = tickbus;
        this.name = name;
    }

    /** Returns the table's name. */
    public String name() {
        return name;
    }

    /**
     * Reads the table continuously. The next batch is requested when the future of the handler completes. Lost rows,
     * replaced tables and retries are logged.
     *
     * @param start where reading begins
     * @param handler receives batches of rows on the caller's Vert.x context, one at a time
     * @return the consumer; {@link TableConsumer#finish} tells its failure
     */
    public TableConsumer consume(StartPosition start, Function<Rows, ? extends Future<?>> handler) {
        return tickbus.consume(ConsumerSettings.of(name, start), handler, new ConsumerEventLog(name));
    }

    /**
     * Returns the table's rows as a Vert.x stream of batches, for {@code pipeTo} and for handlers that return nothing. Lost
     * rows, replaced tables and retries are logged.
     *
     * @param start where reading begins
     */
    public RowStream stream(StartPosition start) {
        return tickbus.stream(ConsumerSettings.of(name, start), new ConsumerEventLog(name));
    }

    /**
     * Sends one row in the form that {@link io.tickbus.event.RowsJson} describes. All sends to a table through one {@link
     * Tickbus} are applied in the order of the calls. The future fails as {@link TableProducer} describes.
     */
    public Future<AppendReply> send(JsonObject row) {
        return send(created -> created.send(row));
    }

    /** Sends rows, as {@link #send(JsonObject)} sends one. Either all rows are applied or none. */
    public Future<AppendReply> send(List<JsonObject> rows) {
        return send(created -> created.send(rows));
    }

    /** Sends rows with the names and types of the table's columns. Either all rows are applied or none. */
    public Future<AppendReply> send(Flip rows) {
        return send(created -> created.send(rows));
    }

    private Future<AppendReply> send(Function<TableProducer, Future<AppendReply>> send) {
        try {
            return tickbus.onCallersContext(send.apply(producer()));
        } catch (IllegalStateException closed) {
            return Future.failedFuture(closed);
        }
    }

    private synchronized TableProducer producer() {
        TableProducer created = producer;
        if (created == null) {
            created = tickbus.addProducer(() -> TableProducer.shared(tickbus.vertx(), ProducerSettings.of(name)));
            producer = created;
        }
        return created;
    }

    /** Returns the table's columns. The key columns come first. The future fails as {@link io.tickbus.client.Tables} describes. */
    public Future<Schema> schema() {
        return tickbus.tables().schema(name);
    }

    /**
     * Returns the number of rows. For a keyed table, returns the number of keys.
     *
     * @param where the values that the rows have, see {@link io.tickbus.client.Tables}; empty for all rows
     */
    public Future<Long> count(JsonObject where) {
        return tickbus.tables().count(name, where);
    }

    /**
     * Returns the first rows.
     *
     * @param rows the most rows to return, from 1 to the owner's {@code store.fetchRowsMax}
     * @param where the values that the rows have, see {@link io.tickbus.client.Tables}; empty for all rows
     */
    public Future<Rows> first(int rows, JsonObject where) {
        return tickbus.tables().first(name, rows, where);
    }

    /**
     * Returns the last rows, in the table's order.
     *
     * @param rows the most rows to return, from 1 to the owner's {@code store.fetchRowsMax}
     * @param where the values that the rows have, see {@link io.tickbus.client.Tables}; empty for all rows
     */
    public Future<Rows> last(int rows, JsonObject where) {
        return tickbus.tables().last(name, rows, where);
    }
}
