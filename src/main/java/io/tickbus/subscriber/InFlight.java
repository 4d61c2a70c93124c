package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Appended;
import io.tickbus.event.Batch;
import io.tickbus.event.PartitionOpening;
import io.tickbus.event.Standing;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * The batches of one partition that the owner has not acknowledged, oldest first. They go without asking for a reply each: an
 * acknowledgement says the position that the owner has come to, and so acknowledges all before it. It is asked for by an empty
 * batch behind the others: now and then by whoever reads, and at once when the window fills; one at a time.
 *
 * <p>When the owner misses rows before those that came (a gap), or nothing comes back, nothing more is sent until it has said
 * where it stands. Then what it does not have is sent again, in order. An owner that stands before what was acknowledged has
 * lost rows (it is a new one); that is said once, and it goes on from here.
 *
 * <p>{@link #send} belongs to the thread that reads; acknowledgements come on any.
 */
final class InFlight {
    /** Between a failure and asking the owner where it stands. */
    static final int RECOVER_DELAY_MS = 200;

    private record Sent(Batch batch, long atNanos) {
        long end() {
            return batch.position() + batch.rows().size();
        }
    }

    private final Vertx vertx;
    private final String topic;
    private final String partition;
    private final DeliveryOptions inTime;
    private final Schema schema;
    private final Window window;
    private final Counters counters;
    private final Rejections rejections;
    private final Deque<Sent> unacknowledged = new ArrayDeque<>(); // the lock of all that follows
    private long position;
    private long refused;
    private boolean asking;
    private boolean askAgain;
    private boolean recovering;
    private boolean closed;

    InFlight(
            Vertx vertx,
            String topic,
            SubscriberConfig config,
            Schema schema,
            Window window,
            Counters counters,
            Rejections rejections) {
        this.vertx = vertx;
        this.topic = topic;
        this.partition = config.name();
        this.inTime = new DeliveryOptions().setSendTimeout(config.acknowledgeTimeoutMs());
        this.schema = schema;
        this.window = window;
        this.counters = counters;
        this.rejections = rejections;
    }

    /** Asks the owner where it stands. */
    Future<Standing> open() {
        return vertx.eventBus()
                .<Standing>request(Addresses.OPEN, new PartitionOpening(topic, partition, schema), inTime)
                .map(Message::body)
                .map(here -> {
                    synchronized (unacknowledged) {
                        if (unacknowledged.isEmpty()) {
                            position = here.position();
                            refused = here.refused(); // not of ours
                        }
                    }
                    acknowledge(here.position(), here.refused());
                    return here;
                });
    }

    /** Sends rows that have their place in the window. */
    void send(Flip rows) {
        synchronized (unacknowledged) { // sent inside, so that batches get on the bus in order
            Batch batch = new Batch(topic, partition, position, rows);
            position += rows.size();
            unacknowledged.add(new Sent(batch, System.nanoTime()));
            if (!recovering) {
                send(batch);
                if (window.isFilling()) {
                    ask();
                }
            }
        }
    }

    private void send(Batch batch) {
        try {
            vertx.eventBus().send(Addresses.append(topic), batch);
        } catch (
                RuntimeException unsendable) { // past 2 GB on its way to another node: no later attempt would do better
            drop(batch);
            rejections.reject(topic, String.valueOf(unsendable.getMessage()));
        }
    }

    /** Asks for an acknowledgement of all that was sent; of what was sent after an open question, when that is answered. */
    void ask() {
        synchronized (unacknowledged) {
            askAgain = asking;
            if (asking || recovering || closed || unacknowledged.isEmpty()) {
                return;
            }
            asking = true; // before: a failure may come back at once, on this thread
            Batch question = new Batch(topic, partition, position, schema.empty());
            vertx.eventBus()
                    .<Appended>request(Addresses.append(topic), question, inTime)
                    .onSuccess(reply -> answered(reply.body()))
                    .onFailure(this::recoverSoon);
        }
    }

    private void answered(Appended here) {
        acknowledge(here.position(), here.refused());
        synchronized (unacknowledged) {
            asking = false;
            if (askAgain || window.isFilling()) {
                ask();
            }
        }
    }

    private void acknowledge(long upTo, long refusedSoFar) {
        int rows = 0;
        long refusedNow;
        synchronized (unacknowledged) {
            for (Sent oldest = unacknowledged.peek();
                    oldest != null && oldest.end() <= upTo;
                    oldest = unacknowledged.peek()) {
                unacknowledged.remove();
                rows += oldest.batch.rows().size();
            }
            refusedNow = Math.max(0, refusedSoFar - refused);
            refused += refusedNow; // never less: an acknowledgement may be overtaken by a later one
        }
        if (refusedNow > 0) { // the owner has published each
            counters.refused.addAndGet(refusedNow);
            rejections.count(topic, "the owner refused rows, and has said why");
        }
        if (rows > 0) {
            counters.applied.addAndGet(rows - refusedNow);
            window.leave(rows);
        }
    }

    /** Gives a batch up, its place in the window too. */
    private void drop(Batch batch) {
        if (unacknowledged.removeIf(sent -> sent.batch.position() == batch.position())) {
            window.leave(batch.rows().size());
            counters.refused.addAndGet(batch.rows().size());
        }
    }

    private void recoverSoon(Throwable reason) {
        synchronized (unacknowledged) {
            asking = false;
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
                    List.copyOf(unacknowledged).forEach(sent -> send(sent.batch));
                    ask();
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
