package io.tickbus.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the recent wrong logins of each network and of each user, and says how long the next answer waits. The first
 * wrong logins are answered at once, because people mistype. Each further one doubles the delay. Belongs to one thread.
 */
final class WrongLogins {
    /** Number of wrong logins of one user that are answered at once. */
    static final int FREE_OF_USER = 3;
    /** Number of wrong logins of one network that are answered at once. A network can have many users. */
    static final int FREE_OF_NETWORK = 20;
    /** Delay of the first slowed answer, in ms. */
    static final long DELAY_MS_MIN = 250;
    /** Limit of the delay, in ms. */
    static final long DELAY_MS_MAX = 8000;
    /** A count is forgotten after this time without a wrong login. */
    static final long FORGOTTEN_MINUTES = 15;
    /** Limit of counted networks and users. Above the limit, the count that changed least recently is forgotten. */
    static final int COUNTED_MAX = 10_000;

    private final LongSupplier nanoTime;
    private final Map<Object, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Count> eldest) {
            return size() > COUNTED_MAX;
        }
    };

    private record Count(int wrong, long nanos) {}

    private record UserKey(String name) {}

    WrongLogins(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Counts a wrong login.
     *
     * @param user the user's name; null for a token without a name
     * @return the time in ms for which the answer waits
     */
    long add(Object network, @Nullable String user) {
        long ofNetwork = delayMs(increment(network), FREE_OF_NETWORK);
        return user == null ? ofNetwork : Math.max(ofNetwork, delayMs(increment(new UserKey(user)), FREE_OF_USER));
    }

    /** Forgets a user's wrong logins after a right one. */
    void forget(@Nullable String user) {
        if (user != null) {
            counts.remove(new UserKey(user));
        }
    }

    private int increment(Object key) {
        long now = nanoTime.getAsLong();
        Count before = counts.get(key);
        int wrong = 1;
        if (before != null && now - before.nanos < TimeUnit.MINUTES.toNanos(FORGOTTEN_MINUTES)) {
            wrong += before.wrong;
        }
        counts.put(key, new Count(wrong, now));
        return wrong;
    }

    private static long delayMs(int wrong, int free) {
        if (wrong <= free) {
            return 0;
        }
        int doublings = Math.min(wrong - free - 1, Long.numberOfTrailingZeros(Long.highestOneBit(DELAY_MS_MAX)));
        return Math.min(DELAY_MS_MAX, DELAY_MS_MIN << doublings);
    }
}
