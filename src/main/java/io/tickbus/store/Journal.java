package io.tickbus.store;

import io.tickbus.config.JournalConfig;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import io.tickbus.store.AppendQueue.Request;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of applications to a {@link JournalFile} before they are appended to the table. When an owner starts,
 * the journal restores the rows of earlier owners to the table. One disk operation runs at a time. Rows that arrive
 * during an operation are written together by the next operation.
 *
 * <p>The table has the rows of the file's first {@link #appliedBytes} bytes, in the order of the file. If the table is
 * cleared while rows are being written, these rows are written again. Only the owner's thread uses this class.
 */
final class Journal implements AppendSink {
    /** Limit on the rows of one table that wait for the disk. */
    static final int WAITING_ROWS_MAX = 4 << 20;
    /** With {@link JournalConfig.Sync#INTERVAL}, the delay after which a write is forced to the disk, in ms. */
    static final int SYNC_MS = 1000;
    /** The delay between two attempts to open or write a file, in ms. */
    static final int RETRY_MS = 1000;
    /** Limit on the time that a stop waits for the disk, in ms. */
    static final int STOP_MS_MAX = 10_000;

    private record Roll(boolean keep, Promise<EndedJournal> done) {}

    private final JournalFile file;
    private final JournalConfig.Sync sync;
    private final SyncSchedule schedule;
    private final Function<Flip, AppendReply> apply; // Appends rows to the table. Fails if memory is full.
    private final JournalEvents events;
    private final StoreHost host;
    private final JournalRetry retry;
    private final AppendQueue waiting = new AppendQueue();
    private final Queue<Roll> rolls = new ArrayDeque<>();
    private final Promise<Void> closed = Promise.promise();
    private Runnable onRestored = () -> {};
    private JournalFile.@Nullable Contents reading; // Null if no rows are being restored
    private final JournalState state = new JournalState();
    private boolean paused; // True while a rebuild copies the table's rows
    private boolean busy; // True while a disk operation runs
    private String unusableReason = ""; // Empty if the journal is usable
    private long appliedBytes; // Number of bytes at the start of the file whose rows are in the table
    private long appliedRows;

    Journal(
            JournalFile file,
            JournalConfig.Sync sync,
            Function<Flip, AppendReply> apply,
            TableEvents events,
            StoreHost host) {
        this.file = file;
        this.sync = sync;
        this.apply = apply;
        this.events = new JournalEvents(events, file.path());
        this.host = host;
        this.retry = new JournalRetry(this.events, host, this::next);
        this.schedule = new SyncSchedule(sync, host, this::next);
    }

    @Override
    public void open(Runnable listener) {
        onRestored = listener;
        attempt();
    }

    private void attempt() {
        if (busy || state.isClosing()) {
            return;
        }
        work(file::open, this::opened, failure -> {
            unusable(failure);
            state.unavailable();
            host.after(RETRY_MS, this::attempt);
            notifyRestored();
        });
    }

    private void opened(JournalFile.Opened found) {
        events.damage(found);
        state.restoring();
        unusableReason = "";
        appliedBytes = found.bytes();
        reading = file.contents(appliedBytes);
    }

    @Override
    public boolean isRestoring() {
        return state.isRestoring();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        next();
    }

    @Override
    public long waitingBytes() {
        return waiting.bytes();
    }

    @Override
    public Future<AppendReply> append(Flip rows) {
        if (state.isClosing()) {
            return Future.failedFuture(Failure.UNAVAILABLE.because("the owner stops; nothing was written"));
        }
        if (!unusableReason.isEmpty()) {
            return Future.failedFuture(Failure.UNAVAILABLE.because(unusableReason));
        }
        if (waiting.rows() + rows.size() > WAITING_ROWS_MAX) {
            return Future.failedFuture(Failure.LIMIT.because(
                    waiting.rows() + " rows wait for the journal " + file.path() + "; " + WAITING_ROWS_MAX + " may"));
        }
        Future<AppendReply> reply = waiting.add(rows);
        next();
        return reply;
    }

    @Override
    public Future<EndedJournal> dayEnded(boolean archived) {
        if (!state.isOpen()) {
            return Future.succeededFuture(EndedJournal.NONE); // Keeps the file, as the table may lack rows.
        }
        appliedRows = 0;
        Roll roll = new Roll(archived, Promise.promise());
        rolls.add(roll);
        next();
        return roll.done.future();
    }

    /** Starts the next disk operation if no operation runs and an operation is needed. */
    private void next() {
        if (busy || state.isReleased()) {
            return;
        }
        if (state.isOverdue()) {
            refuseRolls();
        }
        Roll roll = rolls.peek();
        JournalFile.Contents contents = reading;
        if (roll != null && (unusableReason.isEmpty() || state.isClosing())) {
            work(() -> file.roll(appliedBytes, roll.keep), this::rolled, this::rollFailed);
        } else if (state.isClosing()) {
            work(this::release, over -> released(""), this::released);
        } else if (paused) {
            return; // resume() starts the next operation.
        } else if (contents != null) {
            work(contents::next, this::read, this::readFailed);
        } else if (!waiting.isEmpty() && unusableReason.isEmpty()) {
            write();
        } else if (schedule.isDue()) {
            sync();
        } else if (retry.isDue()) {
            probe();
        }
    }

    /** Runs a disk operation, and then calls {@link #next}, even if a callback fails. */
    private <T extends @Nullable Object> void work(Callable<T> task, Consumer<T> done, Consumer<String> failed) {
        if (busy) {
            throw new IllegalStateException("the journal " + file.path() + " has a disk operation in progress");
        }
        busy = true;
        host.onDiskThread(task).onComplete(outcome -> {
            busy = false;
            try {
                if (outcome.succeeded()) {
                    done.accept(outcome.result());
                } else {
                    failed.accept(String.valueOf(outcome.cause().getMessage()));
                }
            } finally {
                next();
            }
        });
    }

    private void rolled(JournalFile.Rolled next) {
        appliedBytes = next.bytes();
        rolls.remove().done.complete(next.ended());
    }

    private void rollFailed(String failure) {
        if (state.isClosing()) { // The archive and the journal both keep the rows. Duplicates are better than a loss.
            events.failed(failure);
            rolls.remove().done.complete(EndedJournal.NONE);
            return;
        }
        unusable(failure);
        host.after(RETRY_MS, () -> {
            unusableReason = "";
            next();
        });
    }

    private void read(@Nullable Flip rows) {
        if (rows == null) {
            reading = null;
            state.ready();
            events.opened(appliedRows);
            notifyRestored();
        } else if (rows.size() > 0) {
            try {
                AppendReply unused = apply.apply(rows);
            } catch (RuntimeException | Error failure) { // For example, memory can be full.
                events.failed(rows.size() + " rows stay in the file alone: " + failure.getMessage());
            }
            appliedRows += rows.size();
        }
    }

    private void notifyRestored() {
        if (!state.isAbandoned()) { // An abandoned owner must not end days.
            onRestored.run();
        }
    }

    private void readFailed(String failure) {
        reading = null;
        state.unreadable();
        unusable(failure + "; rows that were appended are missing until it is read by another owner");
        notifyRestored();
    }

    private void write() {
        List<Request> group = waiting.pollAll();
        List<Flip> rows = group.stream().map(Request::rows).toList();
        boolean force = schedule.forcesWrite();
        work(
                () -> file.write(appliedBytes, rows, force),
                written -> written(group, written, force),
                failure -> writeFailed(group, failure));
    }

    private void written(List<Request> group, JournalFile.Written written, boolean forced) {
        events.recovered(appliedRows);
        if (forced) {
            schedule.forced();
        } else if (!state.isClosing()) {
            schedule.written();
        }
        if (state.isAbandoned()) {
            waiting.refuse(group, "the owner has stepped down");
        } else if (paused || isRestoring() || !rolls.isEmpty()) {
            waiting.returnAll(group);
        } else {
            appliedBytes = written.bytes();
            for (int i = 0; i < group.size(); i++) {
                apply(group.get(i), written.tooLong().get(i));
            }
        }
    }

    private void apply(Request request, boolean tooLong) {
        waiting.answered(request);
        if (tooLong) {
            request.reply()
                    .fail(Failure.LIMIT.because("the rows take more than the " + JournalRows.MESSAGE_BYTES_MAX
                            + " bytes that a message in the journal may have"));
        } else {
            appliedRows += request.rows().size();
            try {
                request.reply().complete(apply.apply(request.rows()));
            } catch (RuntimeException | Error failure) {
                // Catches Error, because the other requests must still be answered.
                request.reply().fail(failure);
            }
        }
    }

    private void writeFailed(List<Request> group, String failure) {
        retry.failed(failure);
        waiting.refuse(group, failure);
    }

    /**
     * Tests whether the journal can be written. Writes and forces a message without rows. The next write overwrites
     * this message.
     */
    private void probe() {
        retry.start();
        Callable<JournalFile.Written> writing = () -> file.write(appliedBytes, List.of(file.noRows()), true);
        work(writing, written -> probed(), retry::failed);
    }

    private void probed() {
        schedule.forced();
        events.recovered(appliedRows);
    }

    private void unusable(String reason) {
        unusableReason = reason;
        events.failed(reason);
        waiting.refuseAll(reason);
    }

    private void sync() {
        schedule.start();
        work(
                () -> {
                    file.force();
                    return file;
                },
                forced -> schedule.forced(),
                failure -> {
                    retry.failed(failure);
                    schedule.failed();
                });
    }

    /**
     * Refuses all waiting requests, and waits up to {@link #STOP_MS_MAX} ms for the running disk operation. If the
     * operation finishes in time, its rows are acknowledged. Otherwise the future completes without the operation. When
     * the operation finishes later, its rows are refused and the file is released.
     */
    @Override
    public Future<Void> close() {
        state.close();
        waiting.refuseAll("the owner stops; nothing was written");
        long limit = host.after(STOP_MS_MAX, this::stopWaiting);
        next();
        return closed.future().onComplete(over -> host.cancel(limit));
    }

    private void stopWaiting() {
        state.overdue(); // Another node can now become the owner.
        events.failed("the disk has not answered for " + STOP_MS_MAX + " ms; the journal is released when it does");
        closed.tryComplete();
    }

    /** Fails the waiting calls of {@link #dayEnded}. The rows stay in the file, and the next owner restores them. */
    private void refuseRolls() {
        for (Roll roll : rolls) {
            roll.done.tryFail("the owner has stopped; rows of applications stay in the journal " + file.path());
        }
        rolls.clear();
    }

    @Override
    public Future<Void> abandon() {
        state.abandon();
        return close();
    }

    private void released(String failure) {
        state.released();
        if (!failure.isEmpty()) {
            events.failed(failure);
        }
        events.released();
        waiting.refuseAll("the owner stops; nothing was written"); // A finished write can put rows back into the queue.
        closed.tryComplete();
    }

    private JournalFile release() throws IOException {
        JournalFile.Contents contents = reading;
        try (file) { // Always closes the file. Otherwise no later owner in this process could open the file.
            if (contents != null) {
                contents.close();
            }
            if (state.isOpen()) { // Removes rows that were not acknowledged.
                file.write(appliedBytes, List.of(), sync != JournalConfig.Sync.NEVER);
            }
        }
        return file;
    }
}
