package io.tickbus.metrics;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tickbus.library.OptionalLibrary;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;

/**
 * All meters of one Vert.x instance, in a registry of Micrometer for Prometheus. The web verticle reads the values. A
 * program with its own Vert.x instance passes {@link VertxMeters} to the builder, and then calls {@link #showIn}.
 * Thread-safe.
 */
public final class PrometheusMeters implements Meters {
    /** The content type of the text that {@link #scrape} returns. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /**
     * The HTTP methods that are values of the label {@code method}. Any other method becomes {@code other}. Otherwise,
     * a client could create any number of time series with invented methods.
     */
    private static final Set<String> HTTP_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    private static final String OTHER_METHOD = "other";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Creates a registry without meters. */
    public PrometheusMeters() {
        registry.config()
                .meterFilter(MeterFilter.replaceTagValues(
                        "method", method -> HTTP_METHODS.contains(method) ? method : OTHER_METHOD));
    }

    /**
     * Returns the meters of a Vert.x instance.
     *
     * @throws IllegalStateException if the library was missing when the meters were created
     */
    public static PrometheusMeters of(Vertx vertx) {
        if (Meters.of(vertx) instanceof PrometheusMeters meters) {
            return meters;
        }
        throw new IllegalStateException(
                OptionalLibrary.missing("metrics", List.of(OptionalLibrary.PROMETHEUS.coordinates())));
    }

    /**
     * Makes {@link #of} return this object for a Vert.x instance. Call this method before the first deployment in the
     * instance.
     */
    public void showIn(Vertx vertx) {
        vertx.sharedData().<String, Meters>getLocalMap(KEY).put(KEY, this);
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    @Override
    public MeterGroup group(String... labels) {
        return new PrometheusMeterGroup(registry, Tags.of(labels));
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
