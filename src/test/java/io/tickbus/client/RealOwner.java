package io.tickbus.client;

import io.tickbus.config.StoreConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** A deployed table verticle with the table {@code trade}: columns {@code sym} and {@code n}. */
final class RealOwner {
    static final int SEGMENT_ROWS = 1024;

    private final Vertx vertx;
    private final String deployment;

    /** @param settings of the table besides its columns */
    RealOwner(Vertx vertx, Map<String, Object> settings) {
        this.vertx = vertx;
        Map<String, Object> table = new LinkedHashMap<>(settings);
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("sym", "symbol");
        columns.put("n", "long");
        table.put("columns", columns);
        table.put("segmentRows", SEGMENT_ROWS);
        StoreConfig config = StoreConfig.of(Map.of("tables", Map.of(FakeOwner.TABLE, table)));
        deployment = Waiting.on(vertx.deployVerticle(new TableVerticle(config)));
    }

    static RealOwner of(Vertx vertx) {
        return new RealOwner(vertx, Map.of());
    }

    /** Rows numbered {@code from} to {@code to}, of three symbols in turn. */
    static Flip numbered(int from, int to) {
        String[] syms = new String[to - from];
        for (int i = 0; i < syms.length; i++) {
            syms[i] = "s" + (from + i) % 3;
        }
        long[] numbers = LongStream.range(from, to).toArray();
        return new Flip(List.of("sym", "n"), List.of(SymbolVector.of(syms), new LongVector(QType.LONG, numbers)));
    }

    AppendReply append(int from, int to) {
        return Waiting.on(vertx.eventBus()
                .<AppendReply>request(Addresses.append(FakeOwner.TABLE), Batch.of(FakeOwner.TABLE, numbered(from, to)))
                .map(reply -> reply.body()));
    }

    void undeploy() {
        Waiting.on(vertx.undeploy(deployment));
    }
}
