package io.tickbus.examples;

import com.kx.c;
import io.tickbus.client.TableConsumer;
import io.tickbus.event.Addresses;
import io.tickbus.junit5.TestPipeline;
import io.tickbus.junit5.TestTickerplant;
import io.tickbus.junit5.TickbusTest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

@TickbusTest(tables = "trade: sym symbol, price float, size long")
class MovedFromJavakdbTest {
    @Test
    void rowsComeAsObjectsOfJavakdbAndGoAsSuch(TestTickerplant q, TestPipeline pipeline) {
        q.publish("trade", new JsonObject().put("sym", "A").put("price", 2.5).put("size", 4));
        pipeline.awaitRows("trade", 1).await();
        c.Flip own = new c.Flip(
                new String[] {"sym", "price", "size"},
                new Object[] {new String[] {"B"}, new double[] {1.5}, new long[] {2}});
        pipeline.vertx()
                .eventBus()
                .request(Addresses.append("trade"), own)
                .await();

        MovedFromJavakdb moved = new MovedFromJavakdb();
        TableConsumer consumer = moved.start(pipeline.tickbus());
        pipeline.awaitRows("trade", 2).await();
        while (moved.turnover() < 13) {
            Thread.onSpinWait();
        }
        q.rollDay();
        q.publish("trade", new JsonObject().put("sym", "A").put("price", 2.5).put("size", 2));
        while (moved.turnover() != 5) {
            Thread.onSpinWait();
        }
        consumer.close().await();
    }
}
