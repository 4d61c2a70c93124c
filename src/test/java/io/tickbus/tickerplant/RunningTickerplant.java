package io.tickbus.tickerplant;

import com.kx.c;
import io.tickbus.config.TickerplantConfig;
import io.tickbus.log.Disk;
import io.tickbus.metrics.Outages;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A tickerplant on a free port, at 09:30 of 2026.08.21 by its own clock, and clients for it. */
final class RunningTickerplant implements AutoCloseable {
    private static final int TIMEOUT_MS = 10_000;
    private static final long LOG_RETRY_MS = 20;

    final ManualClock clock = new ManualClock("2026-08-21T09:30:00Z");
    private final Vertx vertx = Vertx.vertx();
    private final TickerplantVerticle verticle;

    /**
     * @param keys of the configuration, beside the port; no feed unless there is one among them
     */
    RunningTickerplant(Map<String, ?> keys) {
        this(keys, Disk.LOCAL);
    }

    /** @param disk of its logs */
    RunningTickerplant(Map<String, ?> keys, Disk disk) {
        Map<String, Object> tree = new HashMap<>(Map.of("port", 0, "feed", Map.of("kind", "none")));
        tree.putAll(keys);
        verticle = new TickerplantVerticle(TickerplantConfig.of(tree, Map.of()), clock, disk, LOG_RETRY_MS);
        try {
            vertx.deployVerticle(verticle).await();
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    static RunningTickerplant logging(Path dir) {
        return new RunningTickerplant(Map.of("logDir", dir.toString()));
    }

    int port() {
        return verticle.port();
    }

    Outages outages() {
        return Outages.of(vertx);
    }

    c client() throws Exception {
        c client = new c("127.0.0.1", port(), "nobody");
        client.s.setSoTimeout(TIMEOUT_MS);
        return client;
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
