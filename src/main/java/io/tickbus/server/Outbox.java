package io.tickbus.server;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent on one connection, in order. A long message is written slice by slice, a turn of the event loop each:
 * whole, it would be copied and encrypted in one go while all other connections wait. A message that is still being made holds
 * its place. One event loop.
 */
final class Outbox {
    /** What is written in one turn, in bytes: a tenth of a millisecond's work, half of one with TLS. */
    static final int SLICE_BYTES = 256 * 1024;

    private final Function<Buffer, Future<Void>> socket;
    private final Consumer<Runnable> nextTurn;
    private final StallTimer progress;
    private final Runnable onMoved;
    private final Runnable onEmpty;
    private final ArrayDeque<Place> waiting = new ArrayDeque<>();
    private long queuedBytes;
    private int onTheirWay;
    private boolean sliceOnItsWay;
    private boolean closed;

    /** A message's place in the order. */
    final class Place {
        private @Nullable Buffer message;
        private Runnable onGone = () -> {};
        private int written;
        private int expectedBytes;

        private Place(int expectedBytes) {
            this.expectedBytes = expectedBytes;
        }

        /** Puts the message into its place. */
        void fill(Buffer bytes, Runnable gone) {
            if (closed) {
                gone.run();
                return;
            }
            queuedBytes += bytes.length() - expectedBytes;
            expectedBytes = bytes.length();
            message = bytes;
            onGone = gone;
            writeTurn();
        }
    }

    /**
     * @param socket writes at once
     * @param nextTurn runs an action in a later turn of the event loop
     * @param progress of what is written
     * @param onMoved is told whenever the operating system took bytes
     * @param onEmpty is told when nothing waits here any more
     */
    Outbox(
            Function<Buffer, Future<Void>> socket,
            Consumer<Runnable> nextTurn,
            StallTimer progress,
            Runnable onMoved,
            Runnable onEmpty) {
        this.socket = socket;
        this.nextTurn = nextTurn;
        this.progress = progress;
        this.onMoved = onMoved;
        this.onEmpty = onEmpty;
    }

    /** Bytes that the operating system has not taken. */
    long queuedBytes() {
        return queuedBytes;
    }

    /** How long the operating system has not taken what was written to it, in nanoseconds: the peer does not read. */
    long unreadNs() {
        return onTheirWay == 0 ? 0 : progress.stalledNs();
    }

    /** Counts that time from now. */
    void startStallTimer() {
        progress.start();
    }

    /** Nothing waits here; the socket itself may still hold a slice. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * Sends a message.
     *
     * @param gone runs once, when it has left or never will
     */
    void add(Buffer message, Runnable gone) {
        if (waiting.isEmpty() && queuedBytes + message.length() <= SLICE_BYTES && !closed) {
            queuedBytes += message.length();
            write(message).onComplete(done -> gone.run());
        } else {
            reserve(0).fill(message, gone);
        }
    }

    /**
     * Keeps a place for a message that is being made.
     *
     * @param expectedBytes counted as queued meanwhile
     */
    Place reserve(int expectedBytes) {
        Place place = new Place(expectedBytes);
        if (!closed) {
            queuedBytes += expectedBytes;
            waiting.add(place);
        }
        return place;
    }

    private Future<Void> write(Buffer bytes) {
        int length = bytes.length();
        if (onTheirWay++ == 0) {
            progress.start();
        }
        return socket.apply(bytes).onComplete(done -> {
            onTheirWay--;
            progress.moved(length);
            queuedBytes = closed ? 0 : queuedBytes - length;
            onMoved.run();
        });
    }

    private void writeTurn() {
        if (sliceOnItsWay || closed) {
            return;
        }
        Future<Void> last = null;
        int room = SLICE_BYTES;
        for (Place place = waiting.peek(); place != null && room > 0; place = waiting.peek()) {
            Buffer message = place.message;
            if (message == null) {
                break;
            }
            int end = Math.min(message.length(), place.written + room);
            last = write(place.written == 0 && end == message.length() ? message : message.slice(place.written, end));
            room -= end - place.written;
            place.written = end;
            if (end == message.length()) {
                waiting.remove();
                Runnable gone = place.onGone;
                last.onComplete(done -> gone.run());
            }
        }
        if (last != null) {
            sliceOnItsWay = true;
            last.onComplete(done -> nextTurn.accept(() -> {
                sliceOnItsWay = false;
                writeTurn();
            }));
        } else if (waiting.isEmpty()) {
            onEmpty.run();
        }
    }

    /** Lets go of all that waits. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (Place place : waiting) {
            place.onGone.run();
        }
        waiting.clear();
        queuedBytes = 0;
    }
}
