package io.tickbus.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.RecordBatch;
import io.tickbus.RecordTable;
import io.tickbus.client.ConsumerEvent.Began;
import io.tickbus.client.ConsumerEvent.DayEnded;
import io.tickbus.client.ConsumerEvent.TableReplaced;
import io.tickbus.event.Rows;
import io.tickbus.junit5.TestPipeline;
import io.tickbus.junit5.TestTickerplant;
import io.tickbus.junit5.TickbusTest;
import io.tickbus.record.TradingDay;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A consumer sees the ends of days in order with the rows. */
@TickbusTest(
        tables = {"trade: time timespan, n long", "last: sym symbol, n long"},
        config = "{\"tables\": {\"last\": {\"keys\": [\"sym\"]}}}")
class DayEndedTest {
    record Trade(Instant time, long n) {}

    private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
    private static final int DAYS = 5;
    private static final int ROWS_A_DAY = 7;

    private final LinkedBlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch begun = new CountDownLatch(1);

    private Object next() throws InterruptedException {
        Object next = heard.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("heard within 20 s").isNotNull();
        return next;
    }

    private TableConsumer consume(TestPipeline pipeline, String table, StartPosition start) {
        return pipeline.tickbus().consume(ConsumerSettings.of(table, start).rowsMax(3), this::handle, this::onEvent);
    }

    private Future<Void> handle(Rows rows) {
        for (int i = 0; i < rows.rows().size(); i++) {
            heard.add(rows.rows().column("n").longAt(i));
        }
        return Future.succeededFuture();
    }

    private void onEvent(ConsumerEvent event) {
        if (event instanceof Began) {
            begun.countDown();
        }
        if (event instanceof DayEnded || event instanceof TableReplaced) {
            heard.add(event);
        }
    }

    private static void publish(TestTickerplant q, long n) {
        q.publish("trade", new JsonObject().put("time", "0D09:30:00.000000000").put("n", n));
    }

    /** Publishes several days at once, and returns what a consumer must hear. */
    private static List<Object> quickDays(TestTickerplant q) {
        List<Object> expected = new ArrayList<>();
        long n = 0;
        for (int day = 0; day < DAYS; day++) {
            for (int row = 0; row < (day == 2 ? 0 : ROWS_A_DAY); row++) {
                publish(q, n);
                expected.add(n++);
            }
            expected.add(new DayEnded(q.rollDay(), n));
        }
        return expected;
    }

    @Test
    void rowsAndEndsOfQuickDaysComeInOrder(TestTickerplant q, TestPipeline pipeline) throws Exception {
        consume(pipeline, "trade", StartPosition.beginning());
        for (Object expected : quickDays(q)) {
            assertThat(next()).isEqualTo(expected);
        }
    }

    @Test
    void lateConsumerReadsEarlierDaysApart(TestTickerplant q, TestPipeline pipeline) throws Exception {
        List<Object> days = quickDays(q);
        publish(q, 99);
        pipeline.awaitRows("trade", (DAYS - 1) * ROWS_A_DAY + 1).await();
        consume(pipeline, "trade", StartPosition.beginning());
        for (Object expected : days) {
            assertThat(next()).isEqualTo(expected);
        }
        assertThat(next()).isEqualTo(99L);
    }

    @Test
    void daysBeforeTheBeginningAreNotTold(TestTickerplant q, TestPipeline pipeline) throws Exception {
        publish(q, 1);
        q.rollDay();
        publish(q, 2);
        pipeline.awaitRows("trade", 2).await();
        TableConsumer consumer = consume(pipeline, "trade", StartPosition.now());
        begun.await();
        q.rollDay();
        publish(q, 3);
        assertThat(next()).isEqualTo(new DayEnded(FIRST.plusDays(1), 2));
        assertThat(next()).isEqualTo(3L);
        consumer.close().await();
        consume(pipeline, "trade", StartPosition.offset(2));
        assertThat(next()).isEqualTo(new DayEnded(FIRST.plusDays(1), 2));
        assertThat(next()).isEqualTo(3L);
    }

    @Test
    void keyedTableIsToldInOrderToo(TestTickerplant q, TestPipeline pipeline) throws Exception {
        consume(pipeline, "last", StartPosition.beginning());
        q.publish("last", new JsonObject().put("sym", "A").put("n", 1));
        assertThat(next()).isEqualTo(1L);
        q.rollDay();
        q.publish("last", new JsonObject().put("sym", "A").put("n", 2));
        assertThat(next()).isEqualTo(new DayEnded(FIRST, 1));
        assertThat(next()).isEqualTo(2L);
    }

    @Test
    void recordsAreStampedWithTheDayOfTheirRow(TestTickerplant q, TestPipeline pipeline) throws Exception {
        RecordTable<Trade> trades =
                pipeline.tickbus().table("trade", Trade.class, TradingDay.of(FIRST, ZoneOffset.UTC));
        trades.consume(
                ConsumerSettings.of("trade", StartPosition.beginning()),
                (RecordBatch<Trade> batch) -> {
                    heard.addAll(batch.records());
                    return Future.succeededFuture();
                },
                event -> {});
        publish(q, 1);
        q.rollDay();
        publish(q, 2);
        assertThat(next()).isEqualTo(new Trade(Instant.parse("2026-01-05T09:30:00Z"), 1));
        assertThat(next()).isEqualTo(new Trade(Instant.parse("2026-01-06T09:30:00Z"), 2));
    }
}
