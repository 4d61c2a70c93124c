package io.tickbus.chain;

import io.tickbus.client.ConsumerEvent;
import io.tickbus.client.ConsumerSettings;
import io.tickbus.client.StartPosition;
import io.tickbus.client.TableConsumer;
import io.tickbus.event.Rows;
import io.tickbus.publish.PublishedTable;
import io.tickbus.publish.SymFilter;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
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
 * One table of a chained tickerplant: reads its rows from the bus and publishes them. Of a keyed table it has a copy of what it
 * has published, so that an answer with the rows and the messages that follow it fit together whatever the owner does meanwhile.
 * From {@link #start} to {@link #close} once; on one event loop.
 */
final class ChainedTable {
    private static final Logger LOG = LoggerFactory.getLogger(ChainedTable.class);
    private static final long UNKNOWN = -1;

    /** What a table's tickerplant does for it, and is told by it. */
    interface Tickerplant {
        /** Succeeded as long as rows may be published; else it does when they may again. */
        Future<Void> writable();

        /**
         * Logs a message.
         *
         * @param logged called once the message is in the log; at once without a log
         */
        void log(Value message, Runnable logged);

        /** It cannot go on: what is in its place now does not follow what was published. */
        void replaced(String reason);

        /** It has read on. */
        void advanced();
    }

    private record Reaching(long offset, Promise<Void> promise) {}

    private final Vertx vertx;
    private final PublishedTable published;
    private final boolean isBatched;
    private final Tickerplant tickerplant;
    private final @Nullable KeyedCopy copy;
    private @Nullable TableConsumer consumer;
    private final List<Reaching> reached = new ArrayList<>();
    private final Promise<Void> begun = Promise.promise();
    private VectorBuilder retainedNumbers = new VectorBuilder(QType.INT, 0);
    private long next = UNKNOWN;
    private long dayEnd = UNKNOWN;
    private boolean clearsAtEnd;
    private Promise<Void> nextDay = Promise.promise();
    private int awaiting;
    private boolean closed;

    /** @param isBatched whether rows wait for {@link #publishHeld} */
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

    /** Begins to read; at the end, unless the beginning matters: for a log, or for the keys that there are. */
    void start(boolean fromBeginning) {
        if (consumer != null) {
            return;
        }
        StartPosition start = fromBeginning || isKeyed() ? StartPosition.beginning() : StartPosition.now();
        ConsumerSettings settings = ConsumerSettings.of(name(), start).withKeyNumbers(isKeyed());
        TableConsumer created = TableConsumer.start(vertx, settings, this::apply, this::onEvent);
        consumer = created;
        created.finish().onFailure(failure -> {
            if (!closed) {
                tickerplant.replaced("table " + name() + " can be read no more: " + failure.getMessage());
            }
        });
    }

    /** Succeeds when the first row to be read is known: none that is added from then on is missed. */
    Future<Void> begun() {
        return begun.future();
    }

    /** Succeeds when what is before an offset was taken. */
    Future<Void> reached(long offset) {
        if (next >= offset) {
            return Future.succeededFuture();
        }
        Reaching reaching = new Reaching(offset, Promise.promise());
        reached.add(reaching);
        return reaching.promise.future();
    }

    /** The same, not read yet. */
    ChainedTable anew() {
        return new ChainedTable(vertx, name(), published.schema(), isBatched, tickerplant);
    }

    /** Somebody is about to subscribe, once the table is ready. */
    void await() {
        awaiting++;
    }

    /** The other end of {@link #await}. */
    void awaitNoMore() {
        awaiting--;
    }

    /** Whether anybody has subscribed, or is about to. */
    boolean isWanted() {
        return awaiting > 0 || !published.connections().isEmpty();
    }

    /** @throws io.tickbus.server.QError when the table cannot be filtered so */
    void requireColumn(SymFilter filter) {
        published.requireColumn(filter);
    }

    /** Returns whether the filter can be applied to this table. */
    boolean hasColumn(SymFilter filter) {
        return published.hasColumn(filter);
    }

    /** Subscribes a connection; the answer is (name; schema), of a keyed table with the rows that were published. */
    Value subscribe(QConnection connection, SymFilter filter) {
        if (copy == null) {
            return published.subscribe(connection, filter);
        }
        return published.subscribe(connection, filter, copy.rows());
    }

    /** The same besides what the connection has subscribed to before; the answer has what is added. */
    Value add(QConnection connection, SymFilter filter) {
        SymFilter united = published.united(connection, filter);
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

    /** Who has subscribed, and to which rows. */
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
        for (Reaching each : List.copyOf(reached)) {
            if (offset >= each.offset) {
                reached.remove(each);
                each.promise.tryComplete();
            }
        }
        if (dayEnd != UNKNOWN) {
            tickerplant.advanced();
        }
    }

    /** Takes rows of the day; those of the next one when it has begun, and until then reads no further; as without a log. */
    private Future<Void> apply(Rows rows) {
        if (closed) {
            return Future.succeededFuture();
        }
        Future<Void> writable = tickerplant.writable();
        if (!writable.isComplete()) {
            return writable.compose(again -> apply(rows));
        }
        if (dayEnd == UNKNOWN || rows.next() <= dayEnd) {
            publish(rows.rows(), rows.keyNumbers());
            advance(rows.next());
            return Future.succeededFuture();
        }
        int today = isKeyed() ? 0 : (int) Math.max(0, dayEnd - rows.offset()); // a keyed row's own offset is not told
        publish(rows.rows().slice(0, today), rows.keyNumbers().slice(0, 0));
        advance(Math.max(rows.offset(), dayEnd));
        return nextDay.future().compose(begins -> {
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

    /** Publishes what waits for it, in one message, if that may be. */
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
            return; // its subscribers subscribe anew, and replay
        }
        published.publish(rows);
        if (copy != null) {
            copy.append(rows, keyNumbers);
        }
    }

    /**
     * The day ends at an offset.
     *
     * @param clears whether its rows leave the table
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

    /** Whether all rows of the day that ends were taken. */
    boolean isAtEndOfDay() {
        return next >= dayEnd;
    }

    /** Goes on with the rows of the next day; those of the one before are published. */
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

    /** Ends the reading, and forgets who has subscribed. */
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
