package io.tickbus.metrics;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a node that cannot be written at present, with the reasons. The parts that write files report here; the
 * node's health and its metrics read it. Work that needs such a file waits, so the node is not ready. A Vert.x instance
 * has one. Thread-safe.
 */
public final class Outages implements Shareable {
    private static final String KEY = "tickbus.outages";

    private final SortedMap<String, String> reasons = new TreeMap<>();

    private Outages() {}

    /** Returns the outages of a Vert.x instance. All of its verticles share them. */
    public static Outages of(Vertx vertx) {
        LocalMap<String, Outages> shared = vertx.sharedData().getLocalMap(KEY);
        return shared.computeIfAbsent(KEY, first -> new Outages());
    }

    /**
     * Records that a file cannot be written. A second call for the file replaces the reason.
     *
     * @param file a description of the file, such as {@code journal of table trade}
     */
    public synchronized void started(String file, String reason) {
        reasons.put(file, reason);
    }

    /** Removes the outage of a file, if there is one. */
    public synchronized void ended(String file) {
        reasons.remove(file);
    }

    /** Returns a copy of the files that cannot be written, each with the reason. */
    public synchronized SortedMap<String, String> all() {
        return new TreeMap<>(reasons);
    }
}
