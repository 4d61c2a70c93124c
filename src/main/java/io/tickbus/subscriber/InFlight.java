package io.tickbus.subscriber;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.replication.PartitionState;
import io.tickbus.subscriber.UnacknowledgedBatches.Released;
import io.tickbus.subscriber.UnacknowledgedBatches.Sent;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The unacknowledged batches of one partition, oldest first. Batches are sent without individual replies. An
 * acknowledgement carries the owner's position, and acknowledges every batch before that position. An empty batch
 * requests an acknowledgement. It is sent periodically, and at once when the window is more than half full. Only one
 * request for an acknowledgement is open at a time.
 *
 * <p>After a gap or a timeout, sending pauses until the owner reports its position. Batches after that position are
 * then resent in order. The owner may have lost rows that it had acknowledged. If the tickerplant's log has the lost
 * rows, the session ends and the next session replays the log. Without a log, a gap is published and sending continues.
 * {@link InFlightState} names the states.
 *
 * <p>{@link #send} belongs to the reader thread. Replies arrive on any thread. Batches and requests are sent while the
 * lock is held, so that they keep their order. Callbacks run after the lock is released.
 */
final class InFlight {
    /** Delay between a failure and the request for the partition's state, in ms. */
    static final int RECOVER_DELAY_MS = 200;
    /** Delay between a reply that acknowledged no new batch and the next position request, in ms. */
    private static final int REQUEST_AGAIN_DELAY_MS = 20;

    private static final String OWNER_LOST_ROWS = "the owner no longer has what it had";

    private final SubscriberHost host;
    private final OpenPartition partition;
    private final InFlightWindow window;
    private final TableCounters counters;
    private final RejectionReporter rejections;
    private final Runnable lostRows;
    private final UnacknowledgedBatches unacknowledged; // its lock guards the fields below
    private InFlightState state = InFlightState.RESTING;
    private PartitionEpoch partitionEpoch = PartitionEpoch.NONE;
    private LogPosition logPosition = LogPosition.NOWHERE; // the position after the last acknowledged control record
    private int correlationId; // the id of the newest request
    private long acknowledgedTo;
    private long refused;
    private boolean requestScheduled;
    private boolean replayable;

    /** @param lostRows runs on any thread if the owner lacks rows that it had acknowledged */
    InFlight(
            SubscriberHost host,
            OpenPartition partition,
            InFlightWindow window,
            TableCounters counters,
            RejectionReporter rejections,
            Runnable lostRows) {
        this.host = host;
        this.partition = partition;
        this.unacknowledged = new UnacknowledgedBatches(partition);
        this.window = window;
        this.counters = counters;
        this.rejections = rejections;
        this.lostRows = lostRows;
    }

    /** Requests the partition's state from the owner. */
    Future<PartitionState> open() {
        return host.open(partition);
    }

    /**
     * Starts a session at the owner's position. Drops batches in flight, because the session sends their rows again.
     */
    void start(PartitionState partitionState) {
        locked(callbacks -> {
            dropLocked(callbacks);
            moveLocked(InFlightState.SENDING);
            correlationId++;
            replayable = true;
            partitionEpoch = partitionState.partitionEpoch();
            unacknowledged.start(partitionEpoch, partitionState.position());
            logPosition = partitionState.logPosition();
            acknowledgedTo = partitionState.position();
            refused = partitionState.refused();
        });
    }

    /** Stops position requests until the next start. Does nothing while batches are in flight. */
    void pause() {
        synchronized (unacknowledged) {
            boolean mayRest = state == InFlightState.RESTING || state.followsOwner();
            if (mayRest && unacknowledged.isEmpty()) {
                moveLocked(InFlightState.RESTING);
                correlationId++;
            }
        }
    }

    /** Records that no log can replay rows of this partition. If the owner then loses rows, a gap is published. */
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
     * Sends rows. The caller has reserved room for the rows in the window.
     *
     * @param bytes the estimated memory of the rows, in bytes
     * @return false if the bus does not accept the rows, for example because they exceed 2 GB. The rows are then
     *     dropped.
     */
    boolean send(Flip rows, long bytes) {
        return send(rows, null, bytes);
    }

    /** Sends a control record. The caller has reserved room for the record in the window. */
    void send(ControlRecord controlRecord, long bytes) {
        send(partition.schema().empty(), controlRecord, bytes);
    }

    private boolean send(Flip rows, @Nullable ControlRecord controlRecord, long bytes) {
        List<Runnable> callbacks = new ArrayList<>();
        boolean isSendable;
        synchronized (unacknowledged) {
            isSendable = sendLocked(rows, controlRecord, bytes, callbacks);
        }
        callbacks.forEach(Runnable::run);
        return isSendable;
    }

    private boolean sendLocked(Flip rows, @Nullable ControlRecord controlRecord, long bytes, List<Runnable> callbacks) {
        Sent sent = unacknowledged.append(rows, controlRecord, bytes, host.nanoTime());
        if (state == InFlightState.LOST) {
            dropLocked(callbacks);
        } else if (state != InFlightState.RECOVERING) {
            if (!sendLocked(sent.batch(), callbacks)) {
                unacknowledged.removeLast();
                callbacks.add(window.leave(sent.positions(), bytes));
                return false;
            }
            if (window.isFilling()) {
                requestPositionLocked(callbacks);
            }
        }
        return true;
    }

    private boolean sendLocked(PartitionBatch batch, List<Runnable> callbacks) {
        try {
            host.send(batch);
            return true;
        } catch (RuntimeException unsendable) {
            String reason = String.valueOf(unsendable.getMessage());
            callbacks.add(() -> rejections.reject(partition.topic(), RejectReason.UNSENDABLE, reason));
            return false;
        }
    }

    /**
     * Requests an acknowledgement of all batches in flight. If a request is already open, the new request is sent after
     * the reply. Any thread may call this.
     */
    void requestPosition() {
        locked(this::requestPositionLocked);
    }

    private void requestPositionLocked(List<Runnable> callbacks) {
        if (!unacknowledged.isEmpty()) {
            verifyPositionLocked(callbacks);
        }
    }

    private void requestScheduledPosition() {
        locked(callbacks -> {
            requestScheduled = false;
            requestPositionLocked(callbacks);
        });
    }

    /** Requests the owner's position in a session, even if no batch is in flight. Any thread may call this. */
    void verifyPosition() {
        locked(this::verifyPositionLocked);
    }

    private void verifyPositionLocked(List<Runnable> callbacks) {
        if (state == InFlightState.SENDING) {
            moveLocked(InFlightState.REQUESTING);
            int requestId = correlationId;
            Future<AppendReply> reply = host.requestPosition(unacknowledged.positionRequest());
            callbacks.add(() -> reply.onSuccess(acknowledgement -> onReply(requestId, acknowledgement))
                    .onFailure(reason -> onFailure(requestId, reason)));
        } else if (state == InFlightState.REQUESTING && !unacknowledged.isEmpty()) {
            moveLocked(InFlightState.REQUESTING_AGAIN);
        }
    }

    private void onReply(int requestId, AppendReply reply) {
        locked(callbacks -> {
            if (requestId != correlationId) {
                return;
            }
            if (reply.epoch() != partitionEpoch.epoch()) { // the reply of a replaced owner acknowledges nothing
                recoverLocked(Failure.FENCED.because("an acknowledgement of another owner's epoch"), callbacks);
                return;
            }
            boolean hasMoved = reply.position() > acknowledgedTo;
            acknowledgedTo = reply.position();
            acknowledgeLocked(reply.position(), reply.refused(), callbacks);
            if (state == InFlightState.CLOSED) {
                return;
            }
            boolean isRequestedAgain = state == InFlightState.REQUESTING_AGAIN;
            moveLocked(InFlightState.SENDING);
            if (hasMoved && (isRequestedAgain || window.isFilling())) {
                requestPositionLocked(callbacks);
            } else if (!hasMoved && !unacknowledged.isEmpty() && !requestScheduled) {
                // The owner may be waiting until all partitions have ended the day. The request is sent again later.
                requestScheduled = true;
                callbacks.add(() -> host.after(REQUEST_AGAIN_DELAY_MS, this::requestScheduledPosition));
            }
        });
    }

    private void acknowledgeLocked(long ownerPosition, long refusedTotal, List<Runnable> callbacks) {
        Released released = unacknowledged.removeUpTo(ownerPosition);
        ControlRecord moved = released.moved();
        logPosition = moved == null ? logPosition : moved.logPosition();
        long refusedNow = Math.max(0, refusedTotal - refused); // 0 if a later acknowledgement arrived first
        refused += refusedNow;
        counters.applied.addAndGet(released.rows() - refusedNow);
        if (refusedNow > 0) {
            counters.refused.addAndGet(refusedNow);
            callbacks.add(() -> rejections.countPublished(
                    partition.topic(), RejectReason.REFUSED, "the owner refused rows, and has said why"));
        }
        leaveLocked(released, callbacks);
    }

    /** Requests the partition's state if the epoch belongs to a new owner. Any thread may call this. */
    void onOwner(long epoch) {
        int requestId;
        synchronized (unacknowledged) {
            if (!state.followsOwner() || epoch <= partitionEpoch.epoch()) {
                return;
            }
            moveLocked(InFlightState.RECOVERING);
            requestId = ++correlationId; // replies of the previous owner are then ignored
        }
        requestState(requestId);
    }

    private void onFailure(int requestId, Throwable reason) {
        locked(callbacks -> {
            if (requestId == correlationId) {
                recoverLocked(reason, callbacks);
            }
        });
    }

    private void recoverLocked(Throwable reason, List<Runnable> callbacks) {
        if (state == InFlightState.CLOSED) {
            return;
        }
        moveLocked(InFlightState.RECOVERING);
        int requestId = correlationId;
        callbacks.add(() -> {
            rejections.logResend(partition.topic(), String.valueOf(reason.getMessage()));
            host.after(RECOVER_DELAY_MS, () -> requestState(requestId));
        });
    }

    private void requestState(int requestId) {
        synchronized (unacknowledged) {
            if (requestId != correlationId || state != InFlightState.RECOVERING) {
                return;
            }
        }
        open().onComplete(opened -> onState(requestId, opened));
    }

    private void onState(int requestId, AsyncResult<PartitionState> opened) {
        locked(callbacks -> {
            if (requestId != correlationId || state != InFlightState.RECOVERING) {
                return;
            }
            if (opened.failed()) {
                recoverLocked(Objects.requireNonNull(opened.cause()), callbacks);
            } else {
                resumeLocked(opened.result(), callbacks);
            }
        });
    }

    /** Resends batches after the owner's position. If the owner has lost rows, drops the batches or publishes a gap. */
    private void resumeLocked(PartitionState partitionState, List<Runnable> callbacks) {
        long ownerPosition = partitionState.position();
        partitionEpoch = partitionState.partitionEpoch();
        boolean isContiguous = unacknowledged.canResumeAt(ownerPosition);
        if (!isContiguous && replayable) {
            moveLocked(InFlightState.LOST);
            dropLocked(callbacks);
            callbacks.add(() -> {
                rejections.logLostRows(partition.topic(), ownerPosition);
                lostRows.run();
            });
            return;
        }
        if (!isContiguous) {
            renumberLocked(ownerPosition, partitionState.refused());
            callbacks.add(() -> rejections.countGap(partition.topic(), OWNER_LOST_ROWS));
        }
        acknowledgeLocked(ownerPosition, partitionState.refused(), callbacks);
        moveLocked(InFlightState.SENDING);
        unacknowledged.resend(partitionEpoch).forEach(batch -> sendLocked(batch, callbacks));
        requestPositionLocked(callbacks);
    }

    /** Publishes a gap for rows that the owner has lost. Gives all batches in flight new positions after the gap. */
    private void renumberLocked(long ownerPosition, long refusedTotal) {
        Sent oldest = unacknowledged.oldest();
        ControlRecord first = oldest == null ? null : oldest.batch().controlRecord();
        List<ControlRecord> gap = List.of();
        if (first == null || !first.reason().equals(OWNER_LOST_ROWS)) { // the gap may already be in flight
            gap = List.of(
                    ControlRecord.gap(LogPosition.UNKNOWN, OWNER_LOST_ROWS),
                    ControlRecord.atLogPosition(logPosition.unknown()));
        }
        window.enter(gap.size(), (long) gap.size() * PartitionWriter.CONTROL_RECORD_BYTES);
        unacknowledged.renumber(ownerPosition, gap, host.nanoTime());
        acknowledgedTo = ownerPosition;
        refused = refusedTotal;
    }

    /** Drops all batches in flight. The next session replays their rows from the log. */
    private void dropLocked(List<Runnable> callbacks) {
        Released released = unacknowledged.removeAll();
        counters.takenBack.addAndGet(released.rows());
        leaveLocked(released, callbacks);
    }

    private void leaveLocked(Released released, List<Runnable> callbacks) {
        if (released.positions() > 0) {
            callbacks.add(window.leave(released.positions(), released.bytes()));
        }
    }

    private void moveLocked(InFlightState next) {
        state = state.to(next);
    }

    /** Runs an action while the lock is held. Then runs the action's callbacks without the lock. */
    private void locked(Consumer<List<Runnable>> action) {
        List<Runnable> callbacks = new ArrayList<>();
        synchronized (unacknowledged) {
            action.accept(callbacks);
        }
        callbacks.forEach(Runnable::run);
    }

    /** Returns whether every batch was acknowledged or dropped. */
    boolean isSettled() {
        synchronized (unacknowledged) {
            return unacknowledged.isEmpty();
        }
    }

    /** Returns when the oldest batch in flight was sent, in ns. Returns {@code now} if nothing is in flight. */
    long oldestNanos(long now) {
        synchronized (unacknowledged) {
            Sent oldest = unacknowledged.oldest();
            return oldest == null ? now : oldest.atNanos();
        }
    }

    /** Stops requests and resends permanently. */
    void close() {
        synchronized (unacknowledged) {
            moveLocked(InFlightState.CLOSED);
        }
    }
}
