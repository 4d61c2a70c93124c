package io.tickbus.subscriber;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.replication.PartitionState;
import io.tickbus.subscriber.UnacknowledgedBatches.Released;
import io.tickbus.subscriber.UnacknowledgedBatches.Sent;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The unacknowledged batches of one partition, oldest first. Batches are sent without individual replies. An acknowledgement
 * carries the owner's position and acknowledges every batch before it. An empty batch requests it: periodically, and at once
 * when the window is full. At most one such request is open.
 *
 * <p>After a gap or a timeout, sending pauses until the owner reports its position. Batches behind that position are resent in
 * order. If the owner has lost rows that it had acknowledged, and the tickerplant's log has them, the session ends and the next
 * one replays the log. Without a log, a gap is published and sending continues.
 *
 * <p>{@link #send} belongs to the reading thread. Acknowledgements arrive on any thread.
 */
final class InFlight {
    /** Between a failure and asking the owner where it stands. */
    static final int RECOVER_DELAY_MS = 200;
    /** Between an answer that acknowledged nothing and the next question. */
    private static final int ASK_AGAIN_MS = 20;

    private static final String OWNER_LOST_ROWS = "the owner no longer has what it had";

    private final SubscriberHost host;
    private final String topic;
    private final String partition;
    private final Schema schema;
    private final InFlightWindow window;
    private final TableCounters counters;
    private final RejectionReporter rejections;
    private final Runnable lostRows;
    private final UnacknowledgedBatches unacknowledged = new UnacknowledgedBatches(); // the lock of all that follows
    private PartitionEpoch partitionEpoch = PartitionEpoch.NONE;
    private long position;
    private LogPosition logPosition = LogPosition.NOWHERE; // of the owner, at its last mark
    private int life; // what was asked in another one is of no interest
    private long acknowledgedTo;
    private long refused;
    private boolean asking;
    private boolean askAgain;
    private boolean asksLater;
    private boolean recovering;
    private boolean begun; // and not at rest
    private boolean lost;
    private boolean replayable;
    private boolean closed;

    /** @param lostRows runs on any thread when the owner lacks rows that it had acknowledged */
    InFlight(
            SubscriberHost host,
            String topic,
            String partition,
            Schema schema,
            InFlightWindow window,
            TableCounters counters,
            RejectionReporter rejections,
            Runnable lostRows) {
        this.host = host;
        this.topic = topic;
        this.partition = partition;
        this.schema = schema;
        this.window = window;
        this.counters = counters;
        this.rejections = rejections;
        this.lostRows = lostRows;
    }

    /** Asks the owner where it stands. */
    Future<PartitionState> open() {
        return host.open(new OpenPartition(topic, partition, schema));
    }

    /**
     * Starts at the owner's position with nothing in flight. An owner that has fewer rows ends the session until it has replayed.
     */
    void start(PartitionState here) {
        synchronized (unacknowledged) {
            abandon();
            life++;
            begun = true;
            replayable = true;
            partitionEpoch = here.partitionEpoch();
            position = here.position();
            logPosition = here.logPosition();
            acknowledgedTo = here.position();
            refused = here.refused();
            lost = false;
        }
    }

    /** Stops position requests until the next start; does nothing while batches are in flight. */
    void rest() {
        synchronized (unacknowledged) {
            if (unacknowledged.isEmpty()) {
                begun = false;
                life++;
                asking = false;
                recovering = false;
            }
        }
    }

    /** Notes that the next session cannot bring again what the owner may lose: it is said to be missing then. */
    void cannotReplay() {
        synchronized (unacknowledged) {
            replayable = false;
        }
    }

    boolean isReplayable() {
        synchronized (unacknowledged) {
            return replayable;
        }
    }

    /**
     * Sends rows that have their place in the window.
     *
     * @return false when they can never be sent: past 2 GB on the way to another node
     */
    boolean send(Flip rows, long bytes) {
        return send(rows, null, bytes);
    }

    /** Sends a mark that has its place in the window. */
    void send(ControlRecord controlRecord, long bytes) {
        send(schema.empty(), controlRecord, bytes);
    }

    private boolean send(Flip rows, @Nullable ControlRecord controlRecord, long bytes) {
        synchronized (unacknowledged) { // sent inside, so that batches get on the bus in order
            Sent sent = append(rows, controlRecord, bytes);
            if (lost) {
                abandon();
            } else if (!recovering) {
                if (!send(sent.batch())) {
                    position = unacknowledged.removeLast().batch().position();
                    window.leave(sent.places(), bytes);
                    return false;
                }
                if (window.isFilling()) {
                    requestPosition();
                }
            }
            return true;
        }
    }

    private Sent append(Flip rows, @Nullable ControlRecord controlRecord, long bytes) {
        PartitionBatch batch = new PartitionBatch(topic, partition, partitionEpoch, position, rows, controlRecord);
        Sent sent = new Sent(batch, bytes, host.nanoTime());
        unacknowledged.add(sent);
        position = sent.batch().end();
        return sent;
    }

    private boolean send(PartitionBatch batch) {
        try {
            host.send(batch);
            return true;
        } catch (RuntimeException unsendable) {
            rejections.reject(topic, RejectReason.UNSENDABLE, String.valueOf(unsendable.getMessage()));
            return false;
        }
    }

    /** Asks for an acknowledgement of all that was sent; of what was sent after an open question, when that is answered. */
    void requestPosition() {
        synchronized (unacknowledged) {
            if (!unacknowledged.isEmpty()) {
                check();
            }
        }
    }

    private void sendPositionRequest() {
        synchronized (unacknowledged) {
            asksLater = false;
            requestPosition();
        }
    }

    /** Asks whether the owner stands where it should, though nothing may be in flight. A partition at rest is not asked about. */
    void check() {
        synchronized (unacknowledged) {
            askAgain = asking && !unacknowledged.isEmpty();
            if (asking || recovering || closed || lost || !begun) {
                return;
            }
            asking = true; // before: a failure may come back at once, on this thread
            PartitionBatch question = new PartitionBatch(topic, partition, partitionEpoch, position, schema.empty());
            int asked = life;
            host.requestPosition(question)
                    .onSuccess(here -> answered(asked, here))
                    .onFailure(reason -> recoverSoon(asked, reason));
        }
    }

    private void answered(int asked, AppendReply here) {
        synchronized (unacknowledged) {
            if (asked != life) {
                return;
            }
            if (here.epoch() != partitionEpoch.epoch()) { // of an owner that was replaced: what it has counts no more
                recoverSoon(asked, Failure.FENCED.because("an acknowledgement of another owner's epoch"));
                return;
            }
            asking = false;
            boolean moved = here.position() > acknowledgedTo;
            acknowledgedTo = here.position();
            acknowledge(here.position(), here.refused());
            if (moved && (askAgain || window.isFilling())) {
                requestPosition();
            } else if (!moved && !unacknowledged.isEmpty() && !asksLater) { // the owner holds them for the end of a day
                asksLater = true;
                host.after(ASK_AGAIN_MS, this::sendPositionRequest);
            }
        }
    }

    private void acknowledge(long upTo, long refusedSoFar) {
        Released released;
        long refusedNow;
        synchronized (unacknowledged) {
            released = unacknowledged.removeUpTo(upTo);
            ControlRecord moved = released.moved();
            logPosition = moved == null ? logPosition : moved.logPosition();
            refusedNow = Math.max(0, refusedSoFar - refused);
            refused += refusedNow; // never less: an acknowledgement may be overtaken by a later one
        }
        counters.applied.addAndGet(released.rows() - refusedNow);
        if (refusedNow > 0) { // the owner has published each
            counters.refused.addAndGet(refusedNow);
            rejections.count(topic, RejectReason.REFUSED, "the owner refused rows, and has said why");
        }
        leave(released);
    }

    /** Asks a new owner where it stands, at once; for any thread. */
    void ownerCame(long epoch) {
        int asked;
        synchronized (unacknowledged) {
            if (closed || lost || !begun || epoch <= partitionEpoch.epoch()) {
                return;
            }
            life++; // answers of the one before count no more
            asked = life;
            asking = false;
            recovering = true;
        }
        recover(asked);
    }

    private void recoverSoon(int asked, Throwable reason) {
        synchronized (unacknowledged) {
            if (asked != life) {
                return;
            }
            asking = false;
            if (recovering || closed || lost) {
                return;
            }
            recovering = true;
        }
        rejections.delayed(topic, String.valueOf(reason.getMessage()));
        host.after(RECOVER_DELAY_MS, () -> recover(asked));
    }

    private void recover(int asked) {
        synchronized (unacknowledged) {
            if (closed || asked != life) {
                return;
            }
        }
        open().onComplete(opened -> {
            synchronized (unacknowledged) {
                if (asked != life) {
                    return;
                }
                recovering = false;
                if (opened.failed()) {
                    recoverSoon(asked, Objects.requireNonNull(opened.cause()));
                    return;
                }
            }
            joinOn(asked, opened.result());
        });
    }

    /** Sends again what the owner does not have, if that follows what it has. */
    private void joinOn(int asked, PartitionState partitionState) {
        long here = partitionState.position();
        boolean ends;
        synchronized (unacknowledged) {
            if (asked != life) {
                return;
            }
            partitionEpoch = partitionState.partitionEpoch();
            Sent oldest = unacknowledged.oldest();
            boolean joins = here <= position
                    && here >= (oldest == null ? position : oldest.batch().position());
            ends = !joins && replayable && !closed;
            if (ends) {
                lost = true;
                abandon();
            } else {
                if (!joins) {
                    renumber(here, partitionState.refused());
                    rejections.gap(topic, OWNER_LOST_ROWS);
                }
                acknowledge(here, partitionState.refused());
                sendAgain();
            }
        }
        if (ends) {
            rejections.lost(topic, here);
            lostRows.run();
        }
    }

    private void sendAgain() {
        synchronized (unacknowledged) {
            if (!closed) {
                unacknowledged.all().forEach(sent -> send(sent.batch().under(partitionEpoch)));
                requestPosition();
            }
        }
    }

    /** Has what is in flight follow what the owner has, behind the word that rows are missing in between. */
    private void renumber(long here, long refusedThere) {
        List<Sent> sent = unacknowledged.removeAll();
        life++;
        position = here;
        acknowledgedTo = here;
        refused = refusedThere;
        ControlRecord first = sent.isEmpty() ? null : sent.get(0).batch().controlRecord();
        if (first == null || !first.reason().equals(OWNER_LOST_ROWS)) { // else it was said, and has not been heard
            window.enter(2, 2L * PartitionWriter.MARK_BYTES);
            append(schema.empty(), ControlRecord.gap(LogPosition.UNKNOWN, OWNER_LOST_ROWS), PartitionWriter.MARK_BYTES);
            append(schema.empty(), ControlRecord.atLogPosition(logPosition.unknown()), PartitionWriter.MARK_BYTES);
        }
        sent.forEach(one -> append(one.batch().rows(), one.batch().controlRecord(), one.bytes()));
    }

    /** Drops what is in flight: the log has it, and the next session brings it. */
    private void abandon() {
        synchronized (unacknowledged) {
            recovering = false;
            asking = false;
            Released released = unacknowledged.removeUpTo(Long.MAX_VALUE);
            counters.takenBack.addAndGet(released.rows());
            leave(released);
        }
    }

    private void leave(Released released) { // last: whoever waited for it may look at everything else
        if (released.places() > 0) {
            window.leave(released.places(), released.bytes());
        }
    }

    /** Whether the owner has everything, or what it does not have was given up. */
    boolean isSettled() {
        synchronized (unacknowledged) {
            return unacknowledged.isEmpty();
        }
    }

    /** When the oldest row in flight was sent, or {@code now} when there is none; of {@link SubscriberHost#nanoTime}. */
    long oldestNanos(long now) {
        synchronized (unacknowledged) {
            Sent oldest = unacknowledged.oldest();
            return oldest == null ? now : oldest.atNanos();
        }
    }

    /** Sends nothing again from now on: who comes after us under the same name starts where the owner stands then. */
    void close() {
        synchronized (unacknowledged) {
            closed = true;
        }
    }
}
