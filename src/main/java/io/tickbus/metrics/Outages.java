package io.tickbus.metrics;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a node that cannot be written now, with the reasons. Whatever waits for such a file stands still, which the node's
 * health tells. One for each Vert.x. For any thread.
 */
public final class Outages implements Shareable {
    private static final String KEY = "tickbus.outages";

    private final SortedMap<String, String> reasons = new TreeMap<>();

    private Outages() {}

    /** Returns the outages of a Vert.x, the same for all of its verticles. */
    public static Outages of(Vertx vertx) {
        LocalMap<String, Outages> shared = vertx.sharedData().getLocalMap(KEY);
        return shared.computeIfAbsent(KEY, first -> new Outages());
    }

    /**
     * Begins an outage, or gives it another reason.
     *
     * @param file what cannot be written, such as {@code journal of table trade}
     */
    public synchronized void started(String file, String reason) {
        reasons.put(file, reason);
    }

    /** Ends an outage, if there is one. */
    public synchronized void ended(String file) {
        reasons.remove(file);
    }

    /** Returns the files that cannot be written now, each with the reason. */
    public synchronized SortedMap<String, String> all() {
        return new TreeMap<>(reasons);
    }
}
