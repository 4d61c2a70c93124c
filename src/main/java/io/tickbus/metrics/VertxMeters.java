package io.tickbus.metrics;

import io.vertx.core.VertxOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;

/**
 * Vert.x's own meters. This class needs {@code io.vertx:vertx-micrometer-metrics}. Only the Tickbus program uses this
 * class.
 */
public final class VertxMeters {
    private VertxMeters() {}

    /**
     * Returns the factory that registers Vert.x's own meters. The meters measure the event bus, pools, verticles,
     * servers and connections, under Vert.x's names.
     */
    public static VertxMetricsFactory in(PrometheusMeters meters) {
        VertxOptions all = new VertxOptions().setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true));
        return options -> new MicrometerMetricsFactory(meters.registry()).metrics(all);
    }
}
