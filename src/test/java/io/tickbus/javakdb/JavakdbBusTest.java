package io.tickbus.javakdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.client.ConsumerSettings;
import io.tickbus.client.ProducerSettings;
import io.tickbus.client.StartPosition;
import io.tickbus.client.TableConsumer;
import io.tickbus.client.TableProducer;
import io.tickbus.client.Tables;
import io.tickbus.cluster.Clusters;
import io.tickbus.config.ClusterConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.event.QCodec;
import io.tickbus.junit5.FreePort;
import io.tickbus.pipeline.PipelineVerticle;
import io.tickbus.q.FullSymbols;
import io.tickbus.store.TableVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Objects of javakdb reach a table on the event bus, within a JVM and between nodes, and come back. */
class JavakdbBusTest {
    private static final Instant TIME = Instant.parse("2026-08-21T09:30:00.123456789Z");
    private static final JsonObject CONFIG = new JsonObject("""
            {"tables": {"trade": {"columns": {"time": "timestamp", "sym": "symbol", "price": "float"}}}}
            """);

    private static c.Flip flip(double... prices) {
        Instant[] times = new Instant[prices.length];
        String[] syms = new String[prices.length];
        for (int i = 0; i < prices.length; i++) {
            times[i] = TIME;
            syms[i] = "s" + i;
        }
        return new c.Flip(new String[] {"time", "sym", "price"}, new Object[] {times, syms, prices});
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(60, TimeUnit.SECONDS);
    }

    private static Future<AppendReply> append(Vertx vertx, Object rows) {
        return vertx.eventBus()
                .<AppendReply>request(Addresses.append("trade"), rows)
                .map(reply -> reply.body());
    }

    private static void deploy(Vertx vertx) throws TimeoutException {
        await(vertx.deployVerticle(new PipelineVerticle(), new DeploymentOptions().setConfig(CONFIG)));
    }

    private static void appendEachShape(Vertx vertx) throws TimeoutException {
        c.Flip two = flip(1.5, 2.5);
        assertThat(await(append(vertx, two)).offset()).isZero();
        c.Dict keyed = new c.Dict(
                new c.Flip(new String[] {"sym"}, new Object[] {new String[] {"k"}}),
                new c.Flip(new String[] {"time", "price"}, new Object[] {new Instant[] {TIME}, new double[] {3.5}}));
        assertThat(await(append(vertx, keyed)).offset()).isEqualTo(2);
        assertThat(await(append(vertx, two.y)).offset()).isEqualTo(3);
        assertThat(await(append(vertx, new Object[] {TIME, "row", 4.5})).offset())
                .isEqualTo(5);

        c.Flip all = Javakdb.flip(await(new Tables(vertx).first("trade", 10, new JsonObject())));
        assertThat(all.at("sym")).isEqualTo(new String[] {"s0", "s1", "k", "s0", "s1", "row"});
        assertThat(all.at("price")).isEqualTo(new double[] {1.5, 2.5, 3.5, 1.5, 2.5, 4.5});
        assertThat((Instant[]) all.at("time")).containsOnly(TIME);
    }

    private static void mistakesAreToldToTheSender(Vertx vertx) {
        c.Flip beyond = flip(1);
        ((Instant[]) beyond.y[0])[0] = Instant.MAX;
        assertThatThrownBy(() -> await(append(vertx, beyond)))
                .satisfies(e -> assertThat(Failure.BAD_ROWS.isCauseOf(e)).isTrue())
                .hasMessageContaining("column time, row 0: the Instant +1000000000-12-31");
        assertThatThrownBy(() -> await(append(vertx, new Object[] {"a", 1.5})))
                .satisfies(e -> assertThat(Failure.BAD_ROWS.isCauseOf(e)).isTrue());
        assertThatThrownBy(() -> await(append(vertx, new c.Dict(new String[] {"a"}, new long[] {1}))))
                .hasMessageContaining("no q table");
        assertThatThrownBy(() -> await(append(vertx, new c.Flip(new String[] {"time", "sym", "price"}, new Object[] {
                    new Instant[] {TIME}, new String[] {"a"}, new long[] {1}
                }))))
                .hasMessageContaining("column price is long, float expected");
    }

    private static void fullSymbolsAreToldToTheSender(Vertx vertx) throws Exception {
        c.Flip rows = flip(1);
        ((String[]) rows.y[1])[0] = "no.room." + vertx.hashCode();
        FullSymbols.run(() -> assertThatThrownBy(() -> await(append(vertx, rows)))
                .satisfies(e -> assertThat(Failure.LIMIT.isCauseOf(e)).isTrue())
                .hasMessageStartingWith("no room for another symbol"));
    }

    @Test
    void tableVerticleNeedsNoOtherPartForTheShapes() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            await(vertx.deployVerticle(new TableVerticle(StoreConfig.of(CONFIG.getMap()))));
            appendEachShape(vertx);
        } finally {
            await(vertx.close());
        }
    }

    @Test
    void eachShapeIsAppendedWithinOneJvm() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            deploy(vertx);
            appendEachShape(vertx);
            mistakesAreToldToTheSender(vertx);
            fullSymbolsAreToldToTheSender(vertx);
        } finally {
            await(vertx.close());
        }
    }

    @Test
    void eachShapeIsAppendedFromAnotherNode() throws Exception {
        int port = FreePort.choose();
        ClusterConfig cluster =
                ClusterConfig.of(Map.of("port", port, "members", List.of("127.0.0.1:" + port)), Map.of());
        Vertx owner = await(Clusters.join(cluster, QCodec.WIRE_VERSION));
        try {
            deploy(owner);
            Vertx client = await(Clusters.joinAsClient(cluster, QCodec.WIRE_VERSION));
            try {
                Javakdb.register(client);
                Javakdb.register(client); // A repeated call changes nothing.
                appendEachShape(client);
                mistakesAreToldToTheSender(client);
                fullSymbolsAreToldToTheSender(client);
            } finally {
                await(client.close());
            }
        } finally {
            await(owner.close());
        }
    }

    @Test
    void producerSendsAndConsumerGetsTheShapeOfUpd() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            deploy(vertx);
            TableProducer producer = TableProducer.of(vertx, ProducerSettings.of("trade"));
            Promise<c.Flip> received = Promise.promise();
            TableConsumer.start(
                    vertx,
                    ConsumerSettings.of("trade", StartPosition.beginning()),
                    Javakdb.upd("trade", (table, rows) -> {
                        assertThat(table).isEqualTo("trade");
                        received.tryComplete(rows);
                    }),
                    event -> {});

            assertThat(await(Javakdb.send(producer, flip(1.5, Double.NaN))).offset())
                    .isZero();

            c.Flip rows = await(received.future());
            assertThat(rows.x).containsExactly("time", "sym", "price");
            assertThat(rows.at("price")).isEqualTo(new double[] {1.5, Double.NaN});
            c.Flip wrong = new c.Flip(new String[] {"time"}, new Object[] {new Object[] {null}});
            assertThatThrownBy(() -> await(Javakdb.send(producer, wrong)))
                    .satisfies(e -> assertThat(Failure.BAD_ROWS.isCauseOf(e)).isTrue())
                    .hasMessageContaining("column time, row 0: null");
            c.Flip unknown = flip(1);
            ((String[]) unknown.y[1])[0] = "no.room.to.send";
            FullSymbols.run(() -> assertThatThrownBy(() -> await(Javakdb.send(producer, unknown)))
                    .satisfies(e -> assertThat(Failure.LIMIT.isCauseOf(e)).isTrue()));
        } finally {
            await(vertx.close());
        }
    }
}
