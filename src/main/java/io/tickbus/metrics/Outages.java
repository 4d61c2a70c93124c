package io.tickbus.metrics;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files that this node cannot write now, each with the reason. The parts of the node that write files report
 * outages here. The health checks and metrics of the node read the outages. A node with an outage is not ready. There
 * is one object per Vert.x instance. Thread-safe.
 */
public final class Outages implements Shareable {
    private static final String KEY = "tickbus.outages";

    private final SortedMap<String, String> reasons = new TreeMap<>();

    private Outages() {}

    /** Returns the outages of a Vert.x instance. All verticles of the instance share this object. */
    public static Outages of(Vertx vertx) {
        LocalMap<String, Outages> shared = vertx.sharedData().getLocalMap(KEY);
        return shared.computeIfAbsent(KEY, first -> new Outages());
    }

    /**
     * Records that a file cannot be written. A second call for the same file replaces the reason.
     *
     * @param file a description of the file, such as {@code journal of table trade}
     * @param reason why the file cannot be written
     */
    public synchronized void started(String file, String reason) {
        reasons.put(file, reason);
    }

    /** Removes the outage of a file. Has no effect if no outage of the file is recorded. */
    public synchronized void ended(String file) {
        reasons.remove(file);
    }

    /** Returns the files that cannot be written, each with the reason. The map is a copy. */
    public synchronized SortedMap<String, String> all() {
        return new TreeMap<>(reasons);
    }
}
