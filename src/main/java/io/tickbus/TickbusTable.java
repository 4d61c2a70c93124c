package io.tickbus;

import io.tickbus.client.ConsumerEvent;
import io.tickbus.client.ConsumerSettings;
import io.tickbus.client.ProducerSettings;
import io.tickbus.client.RowStream;
import io.tickbus.client.StartPosition;
import io.tickbus.client.TableConsumer;
import io.tickbus.client.TableProducer;
import io.tickbus.client.Tables;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Rows;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One table, with default settings. {@link Tickbus#table} returns it. The table need not exist yet. For other settings,
 * use {@link Tickbus#consume}, {@link Tickbus#stream} and {@link Tickbus#producer}.
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

    /** {@return the table's name} */
    public String name() {
        return name;
    }

    /**
     * Reads the table continuously. The next batch is requested when the handler's future completes. Lost rows,
     * replaced tables and retries are logged.
     *
     * @param start where reading begins
     * @param handler receives batches of rows on the caller's Vert.x context, one at a time
     * @return the consumer; {@link TableConsumer#finish} reports its failure
     */
    public TableConsumer consume(StartPosition start, Function<Rows, ? extends Future<?>> handler) {
        return tickbus.consume(ConsumerSettings.of(name, start), handler, new ConsumerEventLog(name));
    }

    /** Starts a consumer of this table. The settings of another table are refused. */
    TableConsumer consume(
            ConsumerSettings settings, Function<Rows, ? extends Future<?>> handler, Consumer<ConsumerEvent> listener) {
        if (!settings.table().equals(name)) {
            throw new IllegalArgumentException("the settings are for table " + settings.table() + "; those of table "
                    + name + " expected, such as ConsumerSettings.of(\"" + name + "\", start)");
        }
        return tickbus.consume(settings, handler, listener);
    }

    /**
     * {@return the table's rows as a Vert.x stream of batches} Use it with {@code pipeTo}, or if the handler returns no
     * future. Lost rows, replaced tables and retries are logged.
     *
     * @param start where reading begins
     */
    public RowStream stream(StartPosition start) {
        return tickbus.stream(ConsumerSettings.of(name, start), new ConsumerEventLog(name));
    }

    /**
     * Sends one row. All sends to a table through one {@link Tickbus} are applied in the order of the calls.
     *
     * @param row the values by column name, in the form that {@link io.tickbus.event.RowsJson} describes
     * @return the offset of the row; fails as {@link TableProducer} describes
     */
    public Future<AppendReply> send(JsonObject row) {
        return send(created -> created.send(row));
    }

    /**
     * Sends rows. Either all rows are applied or none.
     *
     * @param rows the rows, each in the form that {@link io.tickbus.event.RowsJson} describes
     * @return the offset of the first row; fails as {@link TableProducer} describes
     */
    public Future<AppendReply> send(List<JsonObject> rows) {
        return send(created -> created.send(rows));
    }

    /**
     * Sends rows. Either all rows are applied or none.
     *
     * @param rows columns with the names and types of the table's columns, in any order
     * @return the offset of the first row; fails as {@link TableProducer} describes
     */
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

    /** {@return the table's columns, the key columns first} The future fails as {@link Tables} describes. */
    public Future<Schema> schema() {
        return tickbus.tables().schema(name);
    }

    /**
     * {@return the number of rows, or of keys in a keyed table} The future fails as {@link Tables} describes.
     *
     * @param where values by column name, which the rows must have; empty for all rows
     */
    public Future<Long> count(JsonObject where) {
        return tickbus.tables().count(name, where);
    }

    /**
     * {@return the first rows} The future fails as {@link Tables} describes.
     *
     * @param rows the most rows to return, from 1 to the owner's {@code store.fetchRowsMax}
     * @param where values by column name, which the rows must have; empty for all rows
     */
    public Future<Rows> first(int rows, JsonObject where) {
        return tickbus.tables().first(name, rows, where);
    }

    /**
     * {@return the last rows, in the table's order} The future fails as {@link Tables} describes.
     *
     * @param rows the most rows to return, from 1 to the owner's {@code store.fetchRowsMax}
     * @param where values by column name, which the rows must have; empty for all rows
     */
    public Future<Rows> last(int rows, JsonObject where) {
        return tickbus.tables().last(name, rows, where);
    }
}
