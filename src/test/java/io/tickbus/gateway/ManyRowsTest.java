package io.tickbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.kx.c;
import io.tickbus.config.GatewayConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.event.QueryResult;
import io.tickbus.q.Flip;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parts of a table that are more than its owner copies between two appends. */
@Timeout(60)
class ManyRowsTest {
    private final Vertx vertx = Vertx.vertx();

    @Test
    void ofManyRowsNoMoreAreFetchedThanAreAskedFor() throws Exception {
        Map<String, Object> numbers = Map.of("columns", Map.of("n", "long"));
        vertx.deployVerticle(new TableVerticle(StoreConfig.of(Map.of("tables", Map.of("numbers", numbers)))))
                .await(20, TimeUnit.SECONDS);
        GatewayVerticle gateway = new GatewayVerticle(GatewayConfig.of(Map.of("port", 0), Map.of()));
        vertx.deployVerticle(gateway).await(20, TimeUnit.SECONDS);
        List<Integer> fetched = new CopyOnWriteArrayList<>();
        vertx.eventBus().addOutboundInterceptor(delivery -> {
            if (delivery.body() instanceof QueryResult queryResult) {
                fetched.add(((Flip) queryResult.value()).size());
            }
            delivery.next();
        });
        c client = new c("127.0.0.1", gateway.port(), "me:");
        client.k(".u.upd", "numbers", new Object[] {LongStream.range(0, 50_000).toArray()});

        assertThat(rows(client, "20000#numbers")).hasSize(20_000).startsWith(0).endsWith(19_999);
        assertThat(rows(client, "-20000#numbers"))
                .hasSize(20_000)
                .startsWith(30_000)
                .endsWith(49_999);
        assertThat(rows(client, "49990 50 sublist numbers")).hasSize(10).endsWith(49_999);
        assertThat(rows(client, "40000 2 sublist numbers")).containsExactly(40_000, 40_001);
        assertThat(rows(client, "60000 2 sublist numbers")).isEmpty();
        assertThat(fetched).containsExactly(20_000, 20_000, 10, 2, 0);
        client.close();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private static long[] rows(c client, String text) throws Exception {
        return (long[]) ((c.Flip) client.k(text)).y[0];
    }
}
