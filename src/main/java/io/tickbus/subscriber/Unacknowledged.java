package io.tickbus.subscriber;

import io.tickbus.event.Batch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches that were sent and not acknowledged, oldest first, and their share of the window. Its lock is that of {@link InFlight}. */
final class Unacknowledged {
    /** A batch with the memory that it takes, about, and when it was sent. */
    record Sent(Batch batch, long bytes, long atNanos) {
        int places() {
            return (int) (batch.end() - batch.position());
        }
    }

    private final Window window;
    private final Deque<Sent> queue = new ArrayDeque<>();

    Unacknowledged(Window window) {
        this.window = window;
    }

    void add(Sent sent) {
        queue.add(sent);
    }

    @Nullable
    Sent oldest() {
        return queue.peek();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    List<Sent> all() {
        return List.copyOf(queue);
    }

    /** Takes the last one back, as if it had never been sent. */
    void removeLast() {
        leave(queue.removeLast());
    }

    /** Lets go of what ends before a position; gives the rows, without the marks. */
    int removeUpTo(long position) {
        int rows = 0;
        while (!queue.isEmpty() && queue.element().batch.end() <= position) {
            rows += leave(queue.remove());
        }
        return rows;
    }

    /** Lets go of all; gives the rows. */
    int removeAll() {
        return removeUpTo(Long.MAX_VALUE);
    }

    /** Empties the queue for a while; what was in it keeps its share of the window. */
    List<Sent> takeAll() {
        List<Sent> all = all();
        queue.clear();
        return all;
    }

    private int leave(Sent sent) {
        window.leave(sent.places(), sent.bytes);
        return sent.batch.rows().size();
    }
}
