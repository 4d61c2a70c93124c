package io.tickbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.config.GatewayConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.QCodec;
import io.tickbus.event.QueryResult;
import io.tickbus.q.Atom;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway's clients, whose requests an owner has when it is killed: it answers none, and another owner announces itself. */
@Timeout(25)
class OwnerChangeTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger selects = new AtomicInteger();
    private c client = new c();

    @BeforeEach
    void connect() throws Exception {
        QCodec.registerAll(vertx);
        vertx.eventBus().consumer(Addresses.query("trade"), this::answer);
        vertx.eventBus().consumer(Addresses.append("trade"), rows -> replaceOwner());
        GatewayVerticle gateway = new GatewayVerticle(GatewayConfig.of(Map.of("port", 0), Map.of()));
        vertx.deployVerticle(gateway).await(20, TimeUnit.SECONDS);
        client = new c("127.0.0.1", gateway.port(), "me:");
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private void answer(Message<JsonObject> question) {
        if (question.body().getString("op").equals("schema")) {
            question.reply(new JsonObject()
                    .put("columns", new JsonObject().put("n", "long"))
                    .put("keys", new JsonArray()));
        } else if (selects.incrementAndGet() == 1) {
            replaceOwner();
        } else {
            question.reply(new QueryResult(Atom.ofLong(42), 2));
        }
    }

    private void replaceOwner() {
        for (long epoch = 1; epoch <= 2; epoch++) {
            vertx.eventBus()
                    .publish(
                            Addresses.OWNER,
                            new JsonObject().put("epoch", epoch).put("node", "one"));
        }
    }

    @Test
    void selectIsAnsweredByTheNewOwner() throws Exception {
        assertThat(client.k("select from trade")).isEqualTo(42L);
        assertThat(selects).hasValue(2);
    }

    @Test
    void rowsMayHaveBeenApplied() {
        assertThatThrownBy(() -> client.k(".u.upd", "trade", new Object[] {new long[] {1}}))
                .hasMessage("timeout: trade: no answer about table trade from an owner that was replaced:"
                        + " the rows may or may not have been applied");
    }
}
