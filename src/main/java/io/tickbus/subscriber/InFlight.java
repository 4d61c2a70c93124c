package io.tickbus.subscriber;

import io.tickbus.event.Addresses;
import io.tickbus.event.Appended;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.PartitionOpening;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * The batches of one partition that the owner has not acknowledged, oldest first. An acknowledgement says the position that
 * the owner has come to, and so acknowledges all before it.
 *
 * <p>When a batch fails, or nothing comes back, nothing more is sent until the owner has said where it stands: one question at
 * a time, however many batches wait. Then what it does not have is sent again, in order. An owner that stands before what was
 * acknowledged has lost rows (it is a new one); that is said once, and it goes on from here.
 *
 * <p>{@link #send} belongs to the thread that reads; acknowledgements come on any.
 */
final class InFlight {
    /** After which a batch without an acknowledgement counts as failed. */
    static final int ACKNOWLEDGE_MS_MAX = 5_000;
    /** Between a failure and asking the owner where it stands. */
    static final int RECOVER_DELAY_MS = 200;

    private static final DeliveryOptions OPTIONS = new DeliveryOptions().setSendTimeout(ACKNOWLEDGE_MS_MAX);

    private record Sent(Batch batch, long atNanos) {
        long end() {
            return batch.position() + batch.rows().size();
        }
    }

    private final Vertx vertx;
    private final String topic;
    private final String partition;
    private final Schema schema;
    private final Window window;
    private final Counters counters;
    private final Rejections rejections;
    private final Deque<Sent> unacknowledged = new ArrayDeque<>(); // the lock of all that follows
    private long position = PartitionOpening.UNKNOWN;
    private boolean recovering;
    private boolean closed;

    InFlight(
            Vertx vertx,
            String topic,
            String partition,
            Schema schema,
            Window window,
            Counters counters,
            Rejections rejections) {
        this.vertx = vertx;
        this.topic = topic;
        this.partition = partition;
        this.schema = schema;
        this.window = window;
        this.counters = counters;
        this.rejections = rejections;
    }

    /** Asks the owner where it stands, and has it go on from where we do. */
    Future<Void> open() {
        return ask(PartitionOpening.UNKNOWN).compose(here -> {
            long expected = standsAt(here);
            if (here >= expected) {
                return Future.succeededFuture();
            }
            rejections.gap(topic, here, expected);
            return ask(expected).mapEmpty();
        });
    }

    /** Takes the owner's position; gives the one that it should be at least. */
    private long standsAt(long here) {
        acknowledge(here);
        synchronized (unacknowledged) {
            if (position == PartitionOpening.UNKNOWN) {
                position = here;
            }
            Sent oldest = unacknowledged.peek();
            return oldest == null ? position : oldest.batch.position();
        }
    }

    private Future<Long> ask(long standing) {
        return vertx.eventBus()
                .<Appended>request(Addresses.OPEN, new PartitionOpening(topic, partition, standing, schema), OPTIONS)
                .map(reply -> reply.body().position());
    }

    /** The position of the next row to send. */
    long position() {
        synchronized (unacknowledged) {
            return position;
        }
    }

    /** Sends rows that have their place in the window. */
    void send(Flip rows) {
        synchronized (unacknowledged) { // sent inside, so that batches get on the bus in order
            Batch batch = new Batch(topic, partition, position, rows);
            position += rows.size();
            unacknowledged.add(new Sent(batch, System.nanoTime()));
            if (!recovering) {
                request(batch);
            }
        }
    }

    private void request(Batch batch) {
        try {
            vertx.eventBus()
                    .<Appended>request(Addresses.append(topic), batch, OPTIONS)
                    .onComplete(reply -> answered(batch, reply));
        } catch (
                RuntimeException unsendable) { // past 2 GB on its way to another node: no later attempt would do better
            if (drop(batch)) {
                rejections.reject(topic, String.valueOf(unsendable.getMessage()));
            }
        }
    }

    private void answered(Batch batch, AsyncResult<Message<Appended>> reply) {
        if (reply.succeeded()) {
            acknowledge(reply.result().body().position());
            return;
        }
        Throwable error = Objects.requireNonNull(reply.cause());
        if (Failure.BAD_ROWS.isCauseOf(error) || Failure.LIMIT.isCauseOf(error)) {
            refused(batch, error);
        } else {
            recoverSoon(error);
        }
    }

    private void acknowledge(long here) {
        int rows = 0;
        synchronized (unacknowledged) {
            for (Sent oldest = unacknowledged.peek();
                    oldest != null && oldest.end() <= here;
                    oldest = unacknowledged.peek()) {
                unacknowledged.remove();
                rows += oldest.batch.rows().size();
            }
        }
        if (rows > 0) {
            counters.applied.addAndGet(rows);
            window.leave(rows);
        }
    }

    /** The owner has taken the batch's positions without its rows, and has published that; here it only counts. */
    private void refused(Batch batch, Throwable reason) {
        if (drop(batch)) {
            rejections.count(topic, String.valueOf(reason.getMessage()));
        }
    }

    /** Gives a batch up, its place in the window too; false when it is not in flight any more. */
    private boolean drop(Batch batch) {
        boolean removed;
        synchronized (unacknowledged) {
            removed = unacknowledged.removeIf(sent -> sent.batch.position() == batch.position());
        }
        if (removed) {
            window.leave(batch.rows().size());
            counters.refused.addAndGet(batch.rows().size());
        }
        return removed;
    }

    private void recoverSoon(Throwable reason) {
        synchronized (unacknowledged) {
            if (recovering || closed || unacknowledged.isEmpty()) {
                return;
            }
            recovering = true;
        }
        rejections.delayed(topic, String.valueOf(reason.getMessage()));
        vertx.setTimer(RECOVER_DELAY_MS, timer -> recover());
    }

    private void recover() {
        synchronized (unacknowledged) {
            if (closed) {
                return;
            }
        }
        open().onComplete(opened -> {
            synchronized (unacknowledged) {
                recovering = false;
                if (opened.succeeded() && !closed) {
                    List.copyOf(unacknowledged).forEach(sent -> request(sent.batch));
                }
            }
            if (opened.failed()) {
                recoverSoon(Objects.requireNonNull(opened.cause()));
            }
        });
    }

    /** When the oldest row that is not acknowledged was sent, or {@code now} when there is none; of {@link System#nanoTime}. */
    long oldestNanos(long now) {
        synchronized (unacknowledged) {
            Sent oldest = unacknowledged.peek();
            return oldest == null ? now : oldest.atNanos;
        }
    }

    /** Sends nothing again from now on: who comes after us under the same name starts where the owner stands then. */
    void close() {
        synchronized (unacknowledged) {
            closed = true;
        }
    }
}
