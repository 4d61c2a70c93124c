package io.tickbus.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tickbus.examples.VwapAlerts.Trade;
import io.tickbus.junit5.TestPipeline;
import io.tickbus.junit5.TestTickerplant;
import io.tickbus.junit5.TickbusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@TickbusTest(
        tables = "trade: time timespan, sym symbol, price float, size long",
        config = "{\"tables\": {\"alert\": {\"columns\": {\"sym\": \"symbol\", \"price\": \"float\", \"vwap\": \"float\"}}}}")
class VwapAlertsTest {
    @Test
    void farTradeIsAnAlert(TestTickerplant q, TestPipeline pipeline) {
        new VwapAlerts().run(pipeline.tickbus());
        q.publish("trade", List.of(new Trade("A", 100, 10), new Trade("A", 100.1, 10), new Trade("A", 150, 10)));
        assertEquals(150, pipeline.awaitRows("alert", 1).await().column("price").doubleAt(0));
    }
}
