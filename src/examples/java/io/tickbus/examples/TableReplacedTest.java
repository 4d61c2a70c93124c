package io.tickbus.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tickbus.Tickbus;
import io.tickbus.client.StartPosition;
import io.tickbus.examples.VwapAlerts.Alert;
import io.tickbus.examples.VwapAlerts.Trade;
import io.tickbus.store.TableVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples that keep sums, when a new owner replaces the table. */
@ExtendWith(VertxExtension.class)
class TableReplacedTest {
    private static final DeploymentOptions OWNER = new DeploymentOptions().setConfig(new JsonObject("""
            {"tables": {"trade": {"columns": {"sym": "symbol", "price": "float", "size": "long"}},
                        "alert": {"columns": {"sym": "symbol", "price": "float", "vwap": "float"}}}}"""));

    private static void send(Tickbus tickbus, Trade... trades) {
        tickbus.table("trade", Trade.class).send(List.of(trades)).await();
    }

    @Test
    void sumsBeginAgain(Vertx vertx) {
        Tickbus tickbus = Tickbus.connect(vertx);
        String first = vertx.deployVerticle(new TableVerticle(), OWNER).await();
        MovedFromJavakdb moved = new MovedFromJavakdb();
        moved.start(tickbus);
        send(tickbus, new Trade("A", 2.5, 4));
        awaitTurnover(moved, 10);
        vertx.undeploy(first).await();
        vertx.deployVerticle(new TableVerticle(), OWNER).await();
        send(tickbus, new Trade("A", 1.5, 2));
        awaitTurnover(moved, 3);
    }

    @Test
    void pricesOfTheOldTableCauseNoAlert(Vertx vertx) throws Exception {
        Tickbus tickbus = Tickbus.connect(vertx);
        String first = vertx.deployVerticle(new TableVerticle(), OWNER).await();
        new VwapAlerts().run(tickbus);
        LinkedBlockingQueue<Alert> alerts = new LinkedBlockingQueue<>();
        tickbus.table("alert", Alert.class).consume(StartPosition.beginning(), batch -> {
            alerts.addAll(batch);
            return Future.succeededFuture();
        });
        send(tickbus, new Trade("A", 100, 1), new Trade("B", 100, 1), new Trade("B", 200, 1));
        assertEquals("B", alerts.take().sym());
        vertx.undeploy(first).await();
        vertx.deployVerticle(new TableVerticle(), OWNER).await();
        send(tickbus, new Trade("A", 150, 1), new Trade("C", 100, 1), new Trade("C", 200, 1));
        assertEquals("C", alerts.take().sym());
    }

    private static void awaitTurnover(MovedFromJavakdb moved, double turnover) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (moved.turnover() != turnover) {
                Thread.onSpinWait();
            }
        });
    }
}
