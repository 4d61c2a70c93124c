package io.tickbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.client.ConsumerEvent;
import io.tickbus.client.ConsumerSettings;
import io.tickbus.client.StartPosition;
import io.tickbus.client.TableConsumer;
import io.tickbus.client.TableVersion;
import io.tickbus.junit5.TestPipeline;
import io.tickbus.junit5.TestTickerplant;
import io.tickbus.junit5.TickbusTest;
import io.tickbus.record.RecordMismatchException;
import io.tickbus.record.RowException;
import io.tickbus.record.TradingDay;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Rows of a table as records of Java, through the entry for applications. */
@TickbusTest(tables = "trade: time timespan, sym symbol, price float, size long")
class RecordTableTest {
    record Trade(String sym, double price, long size) {}

    record Timed(Instant time, String sym) {}

    record Wrong(String sym, Instant price, long volume) {}

    record Vwap(String sym, double vwap) {}

    private static <T extends Record> List<T> read(RecordTable<T> table, int count) throws InterruptedException {
        LinkedBlockingQueue<T> read = new LinkedBlockingQueue<>();
        TableConsumer consumer = table.consume(StartPosition.beginning(), rows -> {
            read.addAll(rows);
            return Future.succeededFuture();
        });
        List<T> found = new ArrayList<>();
        while (found.size() < count) {
            found.add(read.take());
        }
        consumer.close().await();
        return found;
    }

    @Test
    void recordsAreSentAndReadInOrder(TestPipeline pipeline) throws Exception {
        RecordTable<Trade> trades = pipeline.tickbus().table("trade", Trade.class);
        Trade first = new Trade("A", 1.5, 10);
        List<Trade> others = List.of(new Trade("B", Double.NaN, 20), new Trade("C", 2.5, 30));
        Future<?> sent = trades.send(first);
        assertThat(trades.send(others).await().offset()).isEqualTo(1);
        assertThat(sent.isComplete()).isTrue();
        assertThat(read(trades, 3)).containsExactly(first, others.get(0), others.get(1));
    }

    @Test
    void batchTellsItsOffsetsAndTheListenerTheEvents(TestPipeline pipeline) throws Exception {
        RecordTable<Trade> trades = pipeline.tickbus().table("trade", Trade.class);
        Trade second = new Trade("B", 2.5, 20);
        trades.send(List.of(new Trade("A", 1.5, 10), second)).await();
        LinkedBlockingQueue<ConsumerEvent> events = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<RecordBatch<Trade>> batches = new LinkedBlockingQueue<>();
        trades.consume(
                ConsumerSettings.of("trade", StartPosition.offset(1)),
                batch -> {
                    batches.add(batch);
                    return Future.succeededFuture();
                },
                events::add);
        RecordBatch<Trade> batch = batches.take();
        assertThat(batch.records()).containsExactly(second);
        assertThat(batch.offset()).isEqualTo(1);
        assertThat(batch.next()).isEqualTo(2);
        assertThat(batch.rows().rows().column("size").longAt(0)).isEqualTo(20);
        assertThat(events.take()).isEqualTo(new ConsumerEvent.Began(1, TableVersion.of(batch.rows())));
    }

    @Test
    void settingsOfAnotherTableAreRefused(TestPipeline pipeline) {
        RecordTable<Trade> trades = pipeline.tickbus().table("trade", Trade.class);
        ConsumerSettings other = ConsumerSettings.of("quote", StartPosition.beginning());
        assertThatThrownBy(() -> trades.consume(other, batch -> Future.succeededFuture(), event -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quote")
                .hasMessageContaining("ConsumerSettings.of(\"trade\", start)");
    }

    @Test
    void resultOfSelectIsReadWithItsKeys(TestPipeline pipeline) {
        Tickbus tickbus = pipeline.tickbus();
        List<Trade> sent = List.of(new Trade("A", 100, 1), new Trade("A", 103, 2), new Trade("B", 7, 1));
        tickbus.table("trade", Trade.class).send(sent).await();
        assertThat(tickbus.select("select vwap:size wavg price by sym from trade", Vwap.class)
                        .await())
                .containsExactly(new Vwap("A", 102), new Vwap("B", 7));
    }

    @Test
    void recordThatDoesNotFitFailsBeforeTheFirstRow(TestTickerplant q, TestPipeline pipeline) {
        RecordTable<Wrong> wrong = pipeline.tickbus().table("trade", Wrong.class);
        q.publish("trade", new JsonObject().put("sym", "A").put("price", 1.5).put("size", 1));
        TableConsumer consumer = wrong.consume(StartPosition.beginning(), rows -> Future.failedFuture("was called"));
        for (Future<?> failing :
                List.of(consumer.finish(), wrong.mapping(), wrong.send(new Wrong("A", Instant.MIN, 1)))) {
            assertThatThrownBy(failing::await)
                    .isInstanceOf(RecordMismatchException.class)
                    .hasMessageContaining("price")
                    .hasMessageContaining("volume");
        }
    }

    @Test
    void timeOfDayIsAnInstantOnATradingDay(TestTickerplant q, TestPipeline pipeline) throws Exception {
        TradingDay day = TradingDay.of(LocalDate.of(2026, 11, 30), ZoneOffset.UTC);
        RecordTable<Timed> timed = pipeline.tickbus().table("trade", Timed.class, day);
        q.publish("trade", new JsonObject().put("time", "0D09:30:00.000000001").put("sym", "A"));
        assertThat(read(timed, 1)).containsExactly(new Timed(Instant.parse("2026-11-30T09:30:00.000000001Z"), "A"));
    }

    @Test
    void valueThatDoesNotFitIsNotSent(TestPipeline pipeline) {
        TradingDay day = TradingDay.of(LocalDate.of(2026, 11, 30), ZoneOffset.UTC);
        RecordTable<Timed> timed = pipeline.tickbus().table("trade", Timed.class, day);
        assertThatThrownBy(() -> timed.send(List.of(
                                new Timed(Instant.EPOCH, "A"),
                                new Timed(Instant.parse("+100000-01-01T00:00:00Z"), "B")))
                        .await())
                .isInstanceOf(RowException.class)
                .hasMessageStartingWith("row 1, column time");
        assertThat(pipeline.tickbus().table("trade").count(new JsonObject()).await())
                .isZero();
    }
}
