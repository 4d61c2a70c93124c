package io.tickbus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.junit5.TestPipeline;
import io.tickbus.junit5.TestTickerplant;
import io.tickbus.junit5.TickbusTest;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxTestContext;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The testing kit with a pipeline: whatever happens to the tickerplant, each published row arrives once. */
@TickbusTest
class TestPipelineTest {
    private static final JsonObject AAPL = new JsonObject("{\"sym\":\"AAPL\",\"price\":187.5,\"size\":100}");
    private static final JsonObject MSFT = new JsonObject("{\"sym\":\"MSFT\",\"price\":402.25,\"size\":200}");

    private static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not completed within 20 s", late);
        }
    }

    private static List<String> syms(Flip rows) {
        SymbolVector syms = (SymbolVector) rows.column("sym");
        return IntStream.range(0, syms.size()).mapToObj(syms::textAt).toList();
    }

    @Test
    void publishedRowsArrive(TestTickerplant tickerplant, TestPipeline pipeline) {
        tickerplant.publish("trade", AAPL, MSFT);
        tickerplant.publish(
                "trade", SymbolVector.of("IBM"), new FloatVector(QType.FLOAT, 1.5), new LongVector(QType.LONG, 300));
        Flip trades = await(pipeline.awaitRows("trade", 3));
        assertThat(syms(trades)).containsExactly("AAPL", "MSFT", "IBM");
        assertThat(trades.column("size").longAt(2)).isEqualTo(300);
        assertThat(trades.column("time").isNull(0)).isFalse();

        tickerplant.publish("trade", trades);
        assertThat(syms(await(pipeline.awaitRows("trade", 6)))).endsWith("AAPL", "MSFT", "IBM");
    }

    @Test
    void rowsOfACutArriveOnce(TestTickerplant tickerplant, TestPipeline pipeline) {
        tickerplant.publish("trade", AAPL);
        await(pipeline.awaitRows("trade", 1));
        tickerplant.cutConnection(() -> tickerplant.publish("trade", MSFT));
        await(tickerplant.awaitSubscribers("trade", 1));
        tickerplant.cutConnection();
        tickerplant.publish("trade", AAPL);
        assertThat(syms(await(pipeline.awaitRows("trade", 3)))).containsExactly("AAPL", "MSFT", "AAPL");
        assertThat(await(pipeline.tables().count("trade", new JsonObject()))).isEqualTo(3);
    }

    @Test
    void rowsBeforeAndAfterARestartArriveOnce(TestTickerplant tickerplant, TestPipeline pipeline) {
        int port = tickerplant.port();
        tickerplant.publish("trade", AAPL);
        tickerplant.restart();
        assertThat(tickerplant.port()).isEqualTo(port);
        tickerplant.publish("trade", MSFT);
        assertThat(syms(await(pipeline.awaitRows("trade", 2)))).containsExactly("AAPL", "MSFT");
    }

    @Test
    void endOfDayReachesThePipeline(TestTickerplant tickerplant, TestPipeline pipeline) {
        Promise<JsonObject> ended = Promise.promise();
        pipeline.tickbus().events(event -> {
            if ("endOfDay".equals(event.getString("event"))) {
                ended.tryComplete(event);
            }
        });
        tickerplant.publish("trade", AAPL);
        tickerplant.rollDay();
        assertThat(await(ended.future()).encode()).contains("2026-01-05");
        tickerplant.publish("trade", MSFT);
        assertThat(syms(await(pipeline.awaitRows("trade", 2)))).containsExactly("AAPL", "MSFT");
    }

    @Test
    void worksWithTheVertxAndTheContextOfVertxJUnit(
            TestPipeline pipeline, Vertx vertx, VertxTestContext context, TestTickerplant tickerplant) {
        assertThat(pipeline.vertx()).isSameAs(vertx);
        tickerplant.publish("quote", new JsonObject().put("sym", "IBM").put("bid", 1.0));
        pipeline.awaitRows("quote", 1)
                .onComplete(context.succeeding(quotes -> context.verify(() -> {
                    assertThat(quotes.column("ask").isNull(0)).isTrue();
                    context.completeNow();
                })));
    }

    @Test
    @TickbusTest(tables = "order: id long, sym symbol", config = """
            {"tables": {"order": {"keys": ["sym"]}}}""")
    void annotationGivesTablesAndConfiguration(TestTickerplant tickerplant, TestPipeline pipeline) {
        tickerplant.publish("order", new LongVector(QType.LONG, 1, 2, 3), SymbolVector.of("A", "B", "A"));
        Flip orders = await(pipeline.awaitRows("order", 2));
        assertThat(syms(orders)).containsExactlyInAnyOrder("A", "B");
        assertThat(pipeline.vertx().deploymentIDs()).isNotEmpty();
    }
}
