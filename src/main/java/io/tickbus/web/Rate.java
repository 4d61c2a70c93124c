package io.tickbus.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How fast a count has risen in the last seconds, from looks at it whenever there are any. For one thread. */
final class Rate {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** What was counted longer ago says nothing of now. */
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(15);
    /** Two looks that are nearer to each other tell more of when they came than of the rate; it bounds their number too. */
    private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Deque<Look> looks = new ArrayDeque<>();

    private record Look(long count, long nanos) {}

    /** @param nanos as of {@link System#nanoTime} */
    void sample(long count, long nanos) {
        Look last = looks.pollLast();
        if (last != null && count < last.count) {
            looks.clear(); // a new start counts from 0
        } else if (last != null && (looks.isEmpty() || last.nanos - looks.getLast().nanos >= APART_NANOS)) {
            looks.add(last);
        }
        looks.add(new Look(count, nanos));
        looks.removeIf(look -> nanos - look.nanos > KEPT_NANOS);
        while (looks.size() > 2) {
            Look first = looks.removeFirst();
            if (nanos - looks.getFirst().nanos < WINDOW_NANOS) {
                looks.addFirst(first);
                return;
            }
        }
    }

    /** Null as long as there is no telling. */
    @Nullable
    Long perSecond() {
        if (looks.isEmpty()) {
            return null;
        }
        Look first = looks.getFirst();
        Look last = looks.getLast();
        long nanos = last.nanos - first.nanos;
        return nanos < APART_NANOS
                ? null
                : (Long) Math.round((last.count - first.count) * (double) TimeUnit.SECONDS.toNanos(1) / nanos);
    }
}
