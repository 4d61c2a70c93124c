package io.tickbus.server;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The queue of messages to send on one connection. Each {@link QConnection} has an outbox. Messages are sent in the
 * order of the queue. A message that is still being encoded has a reserved place in the queue.
 *
 * <p>A long message is written in slices. Between two slices, the event loop serves other sockets. Copying and
 * encrypting the whole message at once would delay all other connections. Belongs to the server's event loop.
 */
final class Outbox {
    /**
     * Limit of bytes that are written before other sockets are served. Writing this many bytes takes about 0.1 ms, or
     * 0.5 ms with TLS.
     */
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

    /** The place of one message in the queue. */
    final class Place {
        private @Nullable Buffer message;
        private Runnable onGone = () -> {};
        private int written;
        private int expectedBytes;

        private Place(int expectedBytes) {
            this.expectedBytes = expectedBytes;
        }

        /**
         * Puts the message into this place. The message is sent after all messages before it. May be called only once.
         *
         * @param gone runs once, when the message has been sent or discarded
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
     * @param socket writes to the socket. The future completes when the operating system has taken the bytes.
     * @param nextTurn runs an action after the event loop has served other sockets
     * @param stallTimer measures how long writes make no progress
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

    /**
     * Returns the number of bytes that the operating system has not taken yet. Expected bytes of reserved places count
     * too.
     */
    long queuedBytes() {
        return queuedBytes;
    }

    /**
     * Returns the time in nanoseconds for which the operating system has taken no bytes. Returns 0 if no write is in
     * flight. A long time means that the client probably does not read.
     */
    long unreadNs() {
        return writesInFlight == 0 ? 0 : stallTimer.stalledNs();
    }

    /** Restarts the time that {@link #unreadNs} returns. */
    void startStallTimer() {
        stallTimer.start();
    }

    /** Returns whether the queue is empty. The socket can still have unsent bytes. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * Sends a message after all messages that are already queued.
     *
     * @param gone runs once, when the message has been sent or discarded
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
     * @param expectedBytes the number of bytes to count as queued until the place is filled
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

    /** Discards all queued messages and every message that is added later. */
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
