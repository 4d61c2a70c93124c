package io.tickbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.GatewayConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.server.RawClient;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Silent connections that are closed, and silent connections that stay open. */
@Timeout(60)
class IdleTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void subscriberOfASilentTableStaysAndOneThatAskedForNothingGoes() throws Exception {
        Map<String, Object> table = Map.of("columns", Map.of("n", "long"));
        vertx.deployVerticle(new TableVerticle(StoreConfig.of(Map.of("tables", Map.of("numbers", table)))))
                .await(20, TimeUnit.SECONDS);
        GatewayVerticle gateway = new GatewayVerticle(GatewayConfig.of(Map.of("port", 0, "idleMsMax", 200), Map.of()));
        vertx.deployVerticle(gateway).await(20, TimeUnit.SECONDS);

        try (RawClient subscriber = RawClient.open(gateway.port())) {
            assertThat(subscriber.request(ByteVector.chars(".u.sub[`numbers;`]")))
                    .isNotInstanceOf(ErrorValue.class);
            for (int i = 0; i < 2; i++) { // the second goes when the subscriber would have gone
                try (RawClient silent = RawClient.open(gateway.port())) {
                    assertThat(silent.readToEnd()).isZero();
                }
            }
            assertThat(subscriber.request(ByteVector.chars("1+1"))).isEqualTo(Atom.ofLong(2));
        }
    }
}
