package io.tickbus.metrics;

import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;

/** All meters of one Vert.x. For any thread. */
public final class Meters implements Shareable {
    /** What {@link #scrape} gives. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String KEY = "tickbus.meters";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private Meters() {
        registry.config().meterFilter(JvmMeters.MISNAMED);
    }

    /** Those of a Vert.x, the same for all of its verticles. */
    public static Meters of(Vertx vertx) {
        LocalMap<String, Meters> shared = vertx.sharedData().getLocalMap(KEY);
        return shared.computeIfAbsent(KEY, first -> new Meters());
    }

    /**
     * A new group without numbers.
     *
     * @param labels of all its numbers: name, value, name, value
     */
    public MeterGroup group(String... labels) {
        return new MeterGroup(registry, Tags.of(labels));
    }

    /** The memory, threads, collections and processor time of the JVM; until they are closed. */
    public JvmMeters ofJvm() {
        return new JvmMeters(registry);
    }

    /** All numbers as they are now, in Prometheus's text format. Takes a while where there are many tables. */
    public String scrape() {
        return registry.scrape();
    }
}
