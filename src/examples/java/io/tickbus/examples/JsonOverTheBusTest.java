package io.tickbus.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tickbus.junit5.TestPipeline;
import io.tickbus.junit5.TickbusTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.Test;

@TickbusTest(config = "{\"tables\": {\"note\": {\"columns\": {\"sym\": \"symbol\", \"n\": \"long\"}}}}")
class JsonOverTheBusTest {
    @Test
    void rowIsAppendedAndRead(TestPipeline pipeline) {
        Vertx vertx = pipeline.vertx();
        assertEquals(0, JsonOverTheBus.append(vertx, "A", 7).await());
        assertEquals(
                new JsonArray("[{\"sym\":\"A\",\"n\":7}]"),
                JsonOverTheBus.fetch(vertx, 0).await());
    }
}
