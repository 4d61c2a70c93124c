package io.tickbus.server;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The queue of messages to send on one connection, in order. A message that is still being encoded already has its place in the
 * queue. A long message is written in slices, one in each turn of the event loop: copying and encrypting it at once would delay
 * all other connections. {@link QConnection} has one. Belongs to the server's event loop.
 */
final class Outbox {
    /** Limit of bytes written in one turn. That takes about 0.1 ms, or 0.5 ms with TLS. */
    static final int SLICE_BYTES = 256 * 1024;

    private final Function<Buffer, Future<Void>> socket;
    private final Consumer<Runnable> nextTurn;
    private final StallTimer stallTimer;
    private final Runnable onProgress;
    private final Runnable onEmpty;
    private final ArrayDeque<Place> waiting = new ArrayDeque<>();
    private long queuedBytes;
    private int writesInFlight;
    private boolean sliceInFlight;
    private boolean closed;

    /** A message's place in the queue. */
    final class Place {
        private @Nullable Buffer message;
        private Runnable onGone = () -> {};
        private int written;
        private int expectedBytes;

        private Place(int expectedBytes) {
            this.expectedBytes = expectedBytes;
        }

        /**
         * Puts the message in its place and sends it when its turn comes. Call this once.
         *
         * @param gone runs once, when the message has left or never will
         */
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
     * @param socket writes to the socket; its future completes when the operating system has taken the bytes
     * @param nextTurn runs an action in a later turn of the event loop
     * @param stallTimer measures the progress of the writes
     * @param onProgress runs each time the operating system has taken bytes
     * @param onEmpty runs each time the queue becomes empty
     */
    Outbox(
            Function<Buffer, Future<Void>> socket,
            Consumer<Runnable> nextTurn,
            StallTimer stallTimer,
            Runnable onProgress,
            Runnable onEmpty) {
        this.socket = socket;
        this.nextTurn = nextTurn;
        this.stallTimer = stallTimer;
        this.onProgress = onProgress;
        this.onEmpty = onEmpty;
    }

    /** Returns the number of bytes that the operating system has not taken yet, with those expected at reserved places. */
    long queuedBytes() {
        return queuedBytes;
    }

    /** Returns how long the operating system has not taken written bytes, in nanoseconds. Then the peer does not read. */
    long unreadNs() {
        return writesInFlight == 0 ? 0 : stallTimer.stalledNs();
    }

    /** Measures the time of {@link #unreadNs} from now on. */
    void startStallTimer() {
        stallTimer.start();
    }

    /** Returns whether no message waits here. The socket itself may still hold a slice. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * Sends a message after those that wait already.
     *
     * @param gone runs once, when the message has left or never will
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
     * Reserves the next place for a message that is still being encoded. Later messages wait until the place is filled.
     *
     * @param expectedBytes the number of bytes to count as queued until then
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
        if (writesInFlight++ == 0) {
            stallTimer.start();
        }
        return socket.apply(bytes).onComplete(done -> {
            writesInFlight--;
            stallTimer.moved(length);
            queuedBytes = closed ? 0 : queuedBytes - length;
            onProgress.run();
        });
    }

    private void writeTurn() {
        if (sliceInFlight || closed) {
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
            sliceInFlight = true;
            last.onComplete(done -> nextTurn.accept(() -> {
                sliceInFlight = false;
                writeTurn();
            }));
        } else if (waiting.isEmpty()) {
            onEmpty.run();
        }
    }

    /** Discards all waiting messages. Later messages are discarded too. */
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
