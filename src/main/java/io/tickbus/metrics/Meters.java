package io.tickbus.metrics;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.Set;

/** All meters of one Vert.x, or of one to be, which gets them by {@link #ofVertx} and {@link #showIn}. For any thread. */
public final class Meters implements Shareable {
    /** What {@link #scrape} gives. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String KEY = "tickbus.meters";

    /** Those of Vert.x's own, as clients name them, which would else be a series for every word that anybody sends. */
    private static final Set<String> HTTP_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    private static final String OTHER_METHOD = "other";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Without numbers. */
    public Meters() {
        registry.config()
                .meterFilter(MeterFilter.replaceTagValues(
                        "method", method -> HTTP_METHODS.contains(method) ? method : OTHER_METHOD));
    }

    /** Those of a Vert.x, the same for all of its verticles. */
    public static Meters of(Vertx vertx) {
        LocalMap<String, Meters> shared = vertx.sharedData().getLocalMap(KEY);
        return shared.computeIfAbsent(KEY, first -> new Meters());
    }

    /** Makes them those of a Vert.x, before anything is deployed there. */
    public void showIn(Vertx vertx) {
        vertx.sharedData().<String, Meters>getLocalMap(KEY).put(KEY, this);
    }

    /** What Vert.x says of itself, under its own names: its event bus, pools, verticles, servers and connections. */
    public VertxMetricsFactory ofVertx() {
        VertxOptions all = new VertxOptions().setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true));
        return options -> new MicrometerMetricsFactory(registry).metrics(all);
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
