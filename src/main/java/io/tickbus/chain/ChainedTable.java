package io.tickbus.chain;

import io.tickbus.client.ConsumerEvent;
import io.tickbus.client.ConsumerSettings;
import io.tickbus.client.StartPosition;
import io.tickbus.client.TableConsumer;
import io.tickbus.event.Rows;
import io.tickbus.publish.PublishedTable;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymFilter;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.server.QConnection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One table of a chained tickerplant. This class reads the table's rows from the bus, logs them and publishes them to
 * the table's subscribers. {@link Subscriptions} has one instance for each table.
 *
 * <p>A keyed table also keeps a copy of the rows that it has published. The reply to a subscription contains this copy.
 * The owner's rows could already be newer than the published rows. With the copy, the next published message continues
 * the reply exactly.
 *
 * <p>An instance is started once and closed once. Belongs to the event loop of the chained tickerplant.
 */
final class ChainedTable {
    private static final Logger LOG = LoggerFactory.getLogger(ChainedTable.class);
    private static final long UNKNOWN = -1;

    /** The methods of the chained tickerplant that its tables call. */
    interface Tickerplant {
        /**
         * Returns a future that succeeds when rows may be published. The future is already complete if rows may be
         * published now.
         */
        Future<Void> writable();

        /**
         * Logs a message.
         *
         * @param logged called when the message is in the log, or at once if there is no log
         */
        void log(Value message, Runnable logged);

        /**
         * Reports that the table cannot be published further, because its new rows do not continue the published rows.
         */
        void replaced(String reason);

        /** Reports that the table has applied rows while it waits for the end of the day. */
        void advanced();
    }

    private record OffsetWait(long offset, Promise<Void> promise) {}

    private final Vertx vertx;
    private final PublishedTable published;
    private final boolean isBatched;
    private final Tickerplant tickerplant;
    private final @Nullable KeyedCopy copy;
    private @Nullable TableConsumer consumer;
    private final List<OffsetWait> offsetWaits = new ArrayList<>();
    private final Promise<Void> begun = Promise.promise();
    private VectorBuilder retainedNumbers = new VectorBuilder(QType.INT, 0);
    private long next = UNKNOWN;
    private long dayEnd = UNKNOWN;
    private boolean clearsAtEnd;
    private Promise<Void> nextDay = Promise.promise();
    private int waitingSubscriptions;
    private boolean closed;

    /**
     * Creates a table. The table reads no rows before {@link #start}.
     *
     * @param isBatched true if rows wait for {@link #publishHeld}
     */
    ChainedTable(Vertx vertx, String name, Schema schema, boolean isBatched, Tickerplant tickerplant) {
        this.vertx = vertx;
        this.published = new PublishedTable(name, schema);
        this.isBatched = isBatched;
        this.tickerplant = tickerplant;
        this.copy = schema.keys() == 0 ? null : new KeyedCopy(schema);
    }

    String name() {
        return published.name();
    }

    boolean isKeyed() {
        return published.schema().keys() > 0;
    }

    boolean isStarted() {
        return consumer != null;
    }

    /**
     * Starts to read. Does nothing if the table was started before.
     *
     * @param fromBeginning true to read from the table's first row, false to read only new rows. A keyed table is
     *     always read from its first row, because the reply to a subscription contains all keys.
     */
    void start(boolean fromBeginning) {
        if (consumer != null) {
            return;
        }
        StartPosition start = fromBeginning || isKeyed() ? StartPosition.beginning() : StartPosition.now();
        ConsumerSettings settings = ConsumerSettings.of(name(), start)
                .missingTableMsMax(0) // Retries without limit, because a new owner may lack the table for some time.
                .withKeyNumbers(isKeyed());
        TableConsumer created = TableConsumer.start(vertx, settings, this::apply, this::onEvent);
        consumer = created;
        created.finish().onFailure(failure -> {
            if (!closed) {
                tickerplant.replaced("table " + name() + " can be read no more: " + failure.getMessage());
            }
        });
    }

    /** Returns a future that succeeds when the offset of the first row to publish is known. */
    Future<Void> whenStarted() {
        return begun.future();
    }

    /** Returns a future that succeeds when all rows before the offset have been applied. */
    Future<Void> whenReached(long offset) {
        if (next >= offset) {
            return Future.succeededFuture();
        }
        OffsetWait wait = new OffsetWait(offset, Promise.promise());
        offsetWaits.add(wait);
        return wait.promise.future();
    }

    /** Returns a new table with an equal name and schema. The new table is not started. */
    ChainedTable unstarted() {
        return new ChainedTable(vertx, name(), published.schema(), isBatched, tickerplant);
    }

    /** Counts one more subscription that waits until the table is ready. */
    void addWaiting() {
        waitingSubscriptions++;
    }

    /** Counts one subscription less that waits until the table is ready. */
    void removeWaiting() {
        waitingSubscriptions--;
    }

    /** Returns whether the table must be read, because it has subscribers or waiting subscriptions. */
    boolean isWanted() {
        return waitingSubscriptions > 0 || !published.connections().isEmpty();
    }

    /**
     * Checks that the filter can be applied to this table.
     *
     * @throws io.tickbus.server.QError {@code sym} if the table lacks the filter's column, or the column has no symbols
     */
    void requireColumn(SymFilter filter) {
        published.requireColumn(filter);
    }

    /** Returns whether the filter can be applied to this table. */
    boolean hasColumn(SymFilter filter) {
        return published.hasColumn(filter);
    }

    /**
     * Subscribes a connection. The subscription replaces the connection's earlier subscription to this table.
     *
     * @return the reply: (name; empty table), or (name; published rows) for a keyed table
     */
    Value subscribe(QConnection connection, SymFilter filter) {
        if (copy == null) {
            return published.subscribe(connection, filter);
        }
        return published.subscribe(connection, filter, copy.rows());
    }

    /**
     * Subscribes a connection to further rows. The connection's earlier subscription to this table remains.
     *
     * @return the reply that {@link #subscribe} describes, with only the rows that this filter selects
     */
    Value add(QConnection connection, SymFilter filter) {
        SymFilter united = published.unionFilter(connection, filter);
        Value answer = subscribe(connection, filter);
        published.subscribe(connection, united);
        return answer;
    }

    void unsubscribe(QConnection connection) {
        published.unsubscribe(connection);
    }

    Set<QConnection> connections() {
        return published.connections();
    }

    Map<QConnection, SymFilter> subscribers() {
        return published.subscribers();
    }

    private void onEvent(ConsumerEvent event) {
        if (closed) {
            return;
        }
        if (event instanceof ConsumerEvent.Began began) {
            advance(began.offset());
            begun.tryComplete();
        } else if (event instanceof ConsumerEvent.RowsLost lost) {
            LOG.atWarn()
                    .addKeyValue("table", name())
                    .addKeyValue("reason", lost)
                    .log("chained tickerplant cannot publish rows");
            advance(lost.offset());
        } else if (event instanceof ConsumerEvent.TableReplaced replaced) {
            tickerplant.replaced("table " + name() + ": " + replaced);
        } else {
            LOG.debug("chained tickerplant, table {}: {}", name(), event);
        }
    }

    private void advance(long offset) {
        next = offset;
        for (OffsetWait each : List.copyOf(offsetWaits)) {
            if (offset >= each.offset) {
                offsetWaits.remove(each);
                each.promise.tryComplete();
            }
        }
        if (dayEnd != UNKNOWN) {
            tickerplant.advanced();
        }
    }

    /**
     * Publishes rows of the current day. Rows of the next day wait until the next day begins. While the log cannot be
     * written, all rows wait. While rows wait, no further rows are read.
     */
    private Future<Void> apply(Rows rows) {
        if (closed) {
            return Future.succeededFuture();
        }
        Future<Void> writable = tickerplant.writable();
        if (!writable.isComplete()) {
            return writable.compose(isWritable -> apply(rows));
        }
        if (dayEnd == UNKNOWN || rows.next() <= dayEnd) {
            publish(rows.rows(), rows.keyNumbers());
            advance(rows.next());
            return Future.succeededFuture();
        }
        int today = isKeyed()
                ? 0
                // All rows of a keyed table's batch count to the next day, because the offset of a single keyed row is
                // unknown.
                : (int) Math.max(0, dayEnd - rows.offset());
        publish(rows.rows().slice(0, today), rows.keyNumbers().slice(0, 0));
        advance(Math.max(rows.offset(), dayEnd));
        return nextDay.future().compose(dayBegun -> {
            Rows rest = new Rows(
                    rows.offset() + today,
                    rows.next(),
                    rows.rows().slice(today, rows.rows().size() - today),
                    rows.generation(),
                    rows.epoch(),
                    rows.keyNumbers());
            return apply(rest);
        });
    }

    private void publish(Flip rows, QVector keyNumbers) {
        if (!isBatched) {
            publishNow(rows, keyNumbers);
            return;
        }
        published.retain(rows);
        retainedNumbers.append(keyNumbers);
        if (published.isFull()) {
            publishHeld();
        }
    }

    /** Publishes the rows that wait in batch mode, in one message. Does nothing while the log cannot be written. */
    void publishHeld() {
        if (published.retainedRows() > 0 && tickerplant.writable().isComplete()) {
            QVector keyNumbers = retainedNumbers.build();
            retainedNumbers = new VectorBuilder(QType.INT, 0);
            publishNow(published.pollRetained(), keyNumbers);
        }
    }

    private void publishNow(Flip rows, QVector keyNumbers) {
        if (rows.size() == 0) {
            return;
        }
        tickerplant.log(new GeneralList(PublishedTable.UPD, Atom.symbol(name()), rows), () -> logged(rows, keyNumbers));
    }

    private void logged(Flip rows, QVector keyNumbers) {
        if (closed) {
            // The subscribers were disconnected when the table was closed. The subscribers replay the log after they
            // subscribe again.
            return;
        }
        published.publish(rows);
        if (copy != null) {
            copy.append(rows, keyNumbers);
        }
    }

    /**
     * Sets the offset at which the day ends. Does nothing if the table has already ended the day.
     *
     * @param clears true if the rows of the day are dropped
     */
    void endDayAt(long offset, boolean clears) {
        if (dayEnd == UNKNOWN) {
            dayEnd = offset;
            clearsAtEnd = clears;
        }
    }

    boolean hasEndedDay() {
        return dayEnd != UNKNOWN;
    }

    /** Returns whether all rows of the ending day have been applied. */
    boolean isAtEndOfDay() {
        return next >= dayEnd;
    }

    /**
     * Starts the next day. The published copy is cleared if the end of the day clears the table. Rows that wait for the
     * next day are applied. The caller must have published all rows of the ended day before.
     */
    void startDay() {
        boolean hasEnded = hasEndedDay();
        dayEnd = UNKNOWN;
        if (copy != null && hasEnded && clearsAtEnd) {
            copy.clear();
        }
        Promise<Void> waiting = nextDay;
        nextDay = Promise.promise();
        waiting.complete();
    }

    /** Stops reading and publishing. */
    void close() {
        closed = true;
        begun.tryFail("table " + name() + " was closed");
        TableConsumer reading = consumer;
        if (reading != null) {
            nextDay.tryComplete();
            reading.close();
        }
    }
}
