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

/**
 * All meters of one Vert.x instance. The verticles of the instance add their meters, and the web verticle reads the
 * values. A program that creates its own Vert.x instance passes {@link #ofVertx} to the builder and then calls {@link
 * #showIn}. Thread-safe.
 */
public final class Meters implements Shareable {
    /** The content type of the text that {@link #scrape} returns. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String KEY = "tickbus.meters";

    /**
     * The HTTP methods that are values of the label {@code method}. Any other method becomes {@code other}. Otherwise,
     * a client could invent methods and create any number of time series.
     */
    private static final Set<String> HTTP_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    private static final String OTHER_METHOD = "other";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Creates a registry without meters. */
    public Meters() {
        registry.config()
                .meterFilter(MeterFilter.replaceTagValues(
                        "method", method -> HTTP_METHODS.contains(method) ? method : OTHER_METHOD));
    }

    /** Returns the meters of a Vert.x instance. All verticles of the instance share these meters. */
    public static Meters of(Vertx vertx) {
        LocalMap<String, Meters> shared = vertx.sharedData().getLocalMap(KEY);
        return shared.computeIfAbsent(KEY, first -> new Meters());
    }

    /**
     * Makes {@link #of} return this object for a Vert.x instance. Call this method before the first deployment in the
     * instance.
     */
    public void showIn(Vertx vertx) {
        vertx.sharedData().<String, Meters>getLocalMap(KEY).put(KEY, this);
    }

    /**
     * Returns the factory that registers Vert.x's own meters in this object. The meters describe the event bus, pools,
     * verticles, servers and connections, under Vert.x's names.
     */
    public VertxMetricsFactory ofVertx() {
        VertxOptions all = new VertxOptions().setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true));
        return options -> new MicrometerMetricsFactory(registry).metrics(all);
    }

    /**
     * Creates a group without meters.
     *
     * @param labels the labels of all meters of the group, as name, value, name, value
     */
    public MeterGroup group(String... labels) {
        return new MeterGroup(registry, Tags.of(labels));
    }

    /** Registers the meters of the JVM. The caller closes the returned object. */
    public JvmMeters ofJvm() {
        return new JvmMeters(registry);
    }

    /**
     * Returns the current values of all meters in Prometheus's text format. With many tables, the call takes too long
     * for an event loop.
     */
    public String scrape() {
        return registry.scrape();
    }
}
