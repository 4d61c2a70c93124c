package io.tickbus;

import io.tickbus.client.ConsumerEvent;
import io.tickbus.client.ConsumerSettings;
import io.tickbus.client.StartPosition;
import io.tickbus.client.TableConsumer;
import io.tickbus.client.TableProducer;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.record.RecordMapping;
import io.tickbus.record.RecordMismatchException;
import io.tickbus.record.RowException;
import io.tickbus.record.TradingDay;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One table, read and written as Java records. {@link Tickbus#table(String, Class)} returns it. The table need not
 * exist yet. {@link RecordMapping} describes which Java types fit which column.
 *
 * <p>Futures complete on the caller's Vert.x context. Thread-safe, so verticles may share an object of this class.
 *
 * @param <T> the record
 */
public final class RecordTable<T extends Record> {
    private final TickbusTable table;
    private final Class<T> type;
    private final @Nullable TradingDay day;
    // The mapping that sends use. Null until the first send, and after a send that did not fit the columns.
    private @Nullable Future<RecordMapping<T>> mapping;

    RecordTable(TickbusTable table, Class<T> type, @Nullable TradingDay day) {
        this.table = table;
        this.type = type;
        this.day = day;
    }

    static <T extends Record> RecordMapping<T> mapping(Class<T> type, Schema schema, @Nullable TradingDay day) {
        return day == null ? RecordMapping.of(type, schema) : RecordMapping.of(type, schema, day);
    }

    /** {@return an object that reads and writes this table without records} */
    public TickbusTable table() {
        return table;
    }

    /**
     * Checks whether the record fits the table's columns. An application can call this method at its start.
     *
     * @return the mapping. The future fails with {@link RecordMismatchException}, which lists everything that does not
     *     fit. If the columns cannot be read, it fails as {@link io.tickbus.client.Tables} describes.
     */
    public Future<RecordMapping<T>> mapping() {
        return table.schema().map(schema -> mapping(type, schema, day));
    }

    /**
     * Reads the table continuously. The next batch is requested when the handler's future completes. Lost rows,
     * replaced tables and retries are logged.
     *
     * @param start where reading begins
     * @param handler receives batches of records on the caller's Vert.x context, one at a time
     * @return the consumer. Its {@link TableConsumer#finish} fails with {@link RecordMismatchException} if the record
     *     does not fit the columns, and with {@link RowException} if a value does not fit.
     */
    public TableConsumer consume(StartPosition start, Function<List<T>, ? extends Future<?>> handler) {
        ConsumerSettings settings = ConsumerSettings.of(table.name(), start);
        return consume(settings, batch -> handler.apply(batch.records()), new ConsumerEventLog(table.name()));
    }

    /**
     * Reads the table continuously, with settings and a listener. An application that keeps state, such as sums, needs
     * the listener: after {@link ConsumerEvent.TableReplaced}, rows come again.
     *
     * @param settings what to read, and how; for this table
     * @param handler receives batches of records on the caller's Vert.x context, one at a time. The next batch is
     *     requested when the future completes.
     * @param listener receives the other events on the same context, in order with the batches
     * @return the consumer. Its {@link TableConsumer#finish} fails as that of {@link #consume(StartPosition, Function)}.
     * @throws IllegalArgumentException if the settings are for another table
     */
    public TableConsumer consume(
            ConsumerSettings settings,
            Function<RecordBatch<T>, ? extends Future<?>> handler,
            Consumer<ConsumerEvent> listener) {
        RecordHandler<T> records = new RecordHandler<>(type, day, handler);
        return table.consume(settings, records, event -> {
            records.onEvent(event);
            listener.accept(event);
        });
    }

    /**
     * Sends one record. All sends to a table through one {@link Tickbus} are applied in the order of the calls.
     *
     * @param row the record
     * @return the offset of the row; fails as {@link #send(List)} describes
     */
    public Future<AppendReply> send(T row) {
        return send(List.of(row));
    }

    /**
     * Sends records. Either all are applied or none. A column for which the record has no component becomes null.
     *
     * @param rows the records
     * @return the offset of the first row. The future fails with {@link RecordMismatchException} or
     *     {@link RowException} if the records do not fit the columns; nothing was sent then. If the columns cannot be
     *     read, it fails as {@link io.tickbus.client.Tables} describes. Other failures are those of
     *     {@link TableProducer}.
     */
    public Future<AppendReply> send(List<? extends T> rows) {
        List<T> sent = List.copyOf(rows);
        return columns().compose(columns -> table.send(written(columns, sent))).onFailure(failure -> {
            // The table may have new columns. The next send requests the columns again.
            if (Failure.BAD_ROWS.isCauseOf(failure) || Failure.SCHEMA.isCauseOf(failure)) {
                forget();
            }
        });
    }

    private static <T extends Record> Flip written(RecordMapping<T> mapping, List<T> rows) {
        return mapping.write(rows);
    }

    private synchronized Future<RecordMapping<T>> columns() {
        Future<RecordMapping<T>> known = mapping;
        if (known == null || known.failed()) {
            known = mapping();
            mapping = known;
        }
        return known;
    }

    private synchronized void forget() {
        mapping = null;
    }
}
