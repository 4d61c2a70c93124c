package io.tickbus.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.junit5.TestPipeline;
import io.tickbus.junit5.TestTickerplant;
import io.tickbus.junit5.TickbusExtension;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A wait of the testing kit that fails says why. The extension is used without Vert.x's own. */
class AwaitRowsTest {
    @RegisterExtension
    final TickbusExtension tickbus =
            TickbusExtension.builder().table("trade", "sym symbol, size long").build();

    private static <T> T await(Future<T> rows) {
        try {
            return rows.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("neither rows nor a failure within 20 s", late);
        }
    }

    @Test
    void messageSaysHowManyRowsCameAndWhatHappened(TestTickerplant tickerplant, TestPipeline pipeline) {
        tickerplant.publish("trade", SymbolVector.of("A", "B"), new LongVector(QType.LONG, 1, 2));
        await(pipeline.awaitRows("trade", 2));
        Promise<JsonObject> ended = Promise.promise();
        pipeline.tickbus().events(ended::tryComplete);
        tickerplant.rollDay();
        await(ended.future());
        assertThatThrownBy(() -> await(pipeline.awaitRows("trade", 3, 1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("3 rows of trade expected within 1 ms, there are 2\n")
                .hasMessageContaining("subscriber tickerplant: LIVE")
                .hasMessageContaining("table tables: LIVE")
                .hasMessageContaining("event {\"event\":\"endOfDay\"");
    }

    @Test
    void messageNamesATableThatDoesNotExist(TestPipeline pipeline) {
        assertThatThrownBy(() -> await(pipeline.awaitRows("noet", 1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("1 rows of noet expected: the owner has no table noet; it has trade\n");
    }

    @Test
    void noRowsAreThereAtOnce(TestPipeline pipeline) {
        assertThat(await(pipeline.awaitRows("trade", 0)).size()).isZero();
    }
}
