package io.tickbus.metrics;

import io.tickbus.library.OptionalLibrary;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;

/**
 * All meters of one Vert.x instance. The verticles of the instance add their meters. The meters are {@link
 * PrometheusMeters} if Micrometer is on the class path. Without Micrometer, all meters are ignored. Thread-safe.
 */
public interface Meters extends Shareable {
    /** The name of the local map that has the meters of a Vert.x instance, and the key of its only entry. */
    String KEY = "tickbus.meters";

    /** Returns the meters of a Vert.x instance. All verticles of the instance share these meters. */
    static Meters of(Vertx vertx) {
        LocalMap<String, Meters> shared = vertx.sharedData().getLocalMap(KEY);
        return shared.computeIfAbsent(
                KEY, first -> OptionalLibrary.PROMETHEUS.isPresent() ? new PrometheusMeters() : new NoMeters());
    }

    /**
     * Creates a group without meters.
     *
     * @param labels the labels of all meters of the group, as name, value, name, value
     */
    MeterGroup group(String... labels);
}
