package io.tickbus.subscriber;

import io.tickbus.event.Addresses;
import io.tickbus.event.Appended;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.PartitionOpening;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.q.VectorBuilder;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * The rows of one table that this subscriber brings: gathered into batches, numbered by position, kept until the owner has
 * acknowledged them. A batch whose acknowledgement fails is sent again with all behind it, in order; the owner tells by the
 * position what it has already.
 *
 * <p>{@link #add} and {@link #flush} belong to the q thread; acknowledgements come on any.
 */
final class Partition {
    /** After which a batch without an acknowledgement is sent again. */
    static final int ACKNOWLEDGE_MS_MAX = 5_000;
    /** Between a failed batch and sending it again. */
    static final int RESEND_DELAY_MS = 200;

    private static final DeliveryOptions OPTIONS = new DeliveryOptions().setSendTimeout(ACKNOWLEDGE_MS_MAX);

    private record Sent(Batch batch, long atNanos) {}

    private final Vertx vertx;
    private final String topic;
    private final String name;
    private final Schema schema;
    private final int batchRowsMax;
    private final Window window;
    private final Counters counters;
    private final Rejections rejections;
    private final List<Flip> gathered = new ArrayList<>();
    private int gatheredRows;
    private long position;
    private final Deque<Sent> unacknowledged = new ArrayDeque<>();
    private boolean resending;

    Partition(
            Vertx vertx,
            PartitionOpening opening,
            long position,
            int batchRowsMax,
            Window window,
            Counters counters,
            Rejections rejections) {
        this.vertx = vertx;
        this.topic = opening.topic();
        this.name = opening.partition();
        this.schema = opening.schema();
        this.position = position;
        this.batchRowsMax = batchRowsMax;
        this.window = window;
        this.counters = counters;
        this.rejections = rejections;
    }

    Schema schema() {
        return schema;
    }

    /** The position of the next row that q sends. */
    long position() {
        return position + gatheredRows;
    }

    /** Takes rows of the schema; sends a batch when one is full. */
    void add(Flip rows) throws InterruptedException {
        counters.received.addAndGet(rows.size());
        int done = 0;
        while (done < rows.size()) {
            int count = Math.min(rows.size() - done, batchRowsMax - gatheredRows);
            gathered.add(rows.slice(done, count));
            gatheredRows += count;
            done += count;
            if (gatheredRows == batchRowsMax) {
                flush();
            }
        }
    }

    /** Sends what was gathered, waiting until the window has room for it. */
    void flush() throws InterruptedException {
        if (gatheredRows == 0) {
            return;
        }
        window.enter(gatheredRows);
        Batch batch = new Batch(topic, name, position, gathered.size() == 1 ? gathered.get(0) : joined());
        position += gatheredRows;
        gathered.clear();
        gatheredRows = 0;
        synchronized (unacknowledged) {
            unacknowledged.add(new Sent(batch, System.nanoTime()));
        }
        send(batch);
    }

    private Flip joined() {
        List<VectorBuilder> builders = schema.builders(gatheredRows);
        for (Flip rows : gathered) {
            for (int i = 0; i < builders.size(); i++) {
                builders.get(i).append(rows.column(i));
            }
        }
        return schema.flip(builders);
    }

    /** When the oldest row that is not acknowledged was sent, or {@code now} when there is none; of {@link System#nanoTime}. */
    long oldestNanos(long now) {
        synchronized (unacknowledged) {
            Sent oldest = unacknowledged.peek();
            return oldest == null ? now : oldest.atNanos;
        }
    }

    private void send(Batch batch) {
        vertx.eventBus()
                .<Appended>request(Addresses.append(topic), batch, OPTIONS)
                .onComplete(reply -> answered(batch, reply));
    }

    private void answered(Batch batch, AsyncResult<Message<Appended>> reply) {
        if (reply.succeeded()) {
            if (remove(batch)) {
                counters.applied.addAndGet(batch.rows().size());
            }
            return;
        }
        Throwable error = Objects.requireNonNull(reply.cause());
        if (Failure.BAD_ROWS.isCauseOf(error) || Failure.LIMIT.isCauseOf(error)) {
            if (remove(batch)) { // the owner has published it; here it only counts
                rejections.count(topic, String.valueOf(error.getMessage()));
            }
        } else {
            resendSoon(Failure.GAP.isCauseOf(error) && isOldest(batch), error);
        }
    }

    private boolean remove(Batch batch) {
        boolean removed;
        synchronized (unacknowledged) {
            removed = unacknowledged.removeIf(sent -> sent.batch.position() == batch.position());
        }
        if (removed) {
            window.leave(batch.rows().size());
        }
        return removed;
    }

    private boolean isOldest(Batch batch) {
        synchronized (unacknowledged) {
            Sent oldest = unacknowledged.peek();
            return oldest != null && oldest.batch.position() == batch.position();
        }
    }

    /**
     * @param ownerIsBehind the owner misses rows that were acknowledged: it is a new one, and starts where we stand
     */
    private void resendSoon(boolean ownerIsBehind, Throwable reason) {
        synchronized (unacknowledged) {
            if (resending) {
                return;
            }
            resending = true;
        }
        rejections.delayed(topic, String.valueOf(reason.getMessage()));
        vertx.setTimer(RESEND_DELAY_MS, timer -> {
            if (ownerIsBehind) {
                reopen();
            } else {
                resend();
            }
        });
    }

    private void reopen() {
        long oldest;
        synchronized (unacknowledged) {
            Sent first = unacknowledged.peek();
            oldest = first == null ? position : first.batch.position();
        }
        rejections.gap(topic, oldest);
        vertx.eventBus()
                .request(Addresses.OPEN, new PartitionOpening(topic, name, oldest, schema), OPTIONS)
                .onComplete(reply -> resend());
    }

    private void resend() {
        List<Sent> again;
        synchronized (unacknowledged) {
            resending = false;
            again = List.copyOf(unacknowledged);
        }
        again.forEach(sent -> send(sent.batch));
    }
}
