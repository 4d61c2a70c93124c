package io.tickbus.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.javakdb.JavakdbException;
import io.tickbus.junit5.TestTickerplant;
import io.tickbus.junit5.TickbusExtension;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tickerplant of the testing kit alone, with the connections of javakdb as its subscribers. */
class TestTickerplantTest {
    private static final int TIMEOUT_MS = 10_000;

    @RegisterExtension
    final TickbusExtension tickbus = TickbusExtension.builder()
            .table("trade", "time timespan, sym symbol, size long")
            .awaitMsMax(TIMEOUT_MS)
            .build();

    private static c connect(TestTickerplant tickerplant) throws Exception {
        c client = new c(TestTickerplant.HOST, tickerplant.port());
        client.s.setSoTimeout(TIMEOUT_MS);
        return client;
    }

    private static c subscribe(TestTickerplant tickerplant) throws Exception {
        c client = connect(tickerplant);
        client.k(".u.sub", "trade", "");
        return client;
    }

    private static Object[] next(c client) throws Exception {
        return (Object[]) client.k();
    }

    private static String sym(Object[] upd) {
        return ((String[]) ((c.Flip) upd[2]).y[1])[0];
    }

    private static void publish(TestTickerplant tickerplant, String sym) {
        tickerplant.publish("trade", new JsonObject().put("sym", sym).put("size", 1));
    }

    @Test
    void tableOfJavakdbIsPublishedAndReceivedAsItWas(TestTickerplant tickerplant) throws Exception {
        c client = subscribe(tickerplant);
        c.Flip rows = new c.Flip(new String[] {"time", "sym", "size"}, new Object[] {
            new c.Timespan[] {new c.Timespan(1), new c.Timespan(2)},
            new String[] {"IBM", ""},
            new long[] {7, Long.MIN_VALUE}
        });

        tickerplant.publish("trade", rows);

        c.Flip received = (c.Flip) next(client)[2];
        assertThat(received.x).isEqualTo(rows.x);
        assertThat(received.y).isEqualTo(rows.y);
        ((String[]) rows.y[1])[1] = null;
        assertThatThrownBy(() -> tickerplant.publish("trade", rows))
                .isInstanceOf(JavakdbException.class)
                .hasMessageStartingWith("column sym, row 1: null");
        client.close();
    }

    @Test
    void javakdbSubscriberReceivesRowsAndTheEndOfTheDay(TestTickerplant tickerplant) throws Exception {
        c client = subscribe(tickerplant);
        publish(tickerplant, "IBM");
        Object[] upd = next(client);
        assertThat(upd).startsWith("upd", "trade");
        assertThat(((c.Flip) upd[2]).x).containsExactly("time", "sym", "size");
        assertThat(sym(upd)).isEqualTo("IBM");

        for (int day = 5; day < 10; day++) {
            assertThat(tickerplant.rollDay()).isEqualTo(LocalDate.of(2026, 1, day));
            assertThat(next(client)[1]).hasToString("2026-01-0" + day);
        }
        assertThat(tickerplant.day()).isEqualTo(LocalDate.of(2026, 1, 10));
        publish(tickerplant, "AAPL");
        assertThat(sym(next(client))).isEqualTo("AAPL");
        assertThat(client.k(".u.i")).isEqualTo(1L);
        assertThat((String) client.k(".u.L")).endsWith("2026.01.10");
        client.close();
    }

    private record Trade(String sym, long size) {}

    private record TimedTrade(Instant time, String sym, long size) {}

    @Test
    void recordsArePublished(TestTickerplant tickerplant) throws Exception {
        c client = subscribe(tickerplant);
        tickerplant.publish("trade", List.of(new Trade("IBM", 100)));
        assertThat(sym(next(client))).isEqualTo("IBM");
        tickerplant.publish("trade", List.of(new TimedTrade(Instant.parse("2026-01-05T09:30:00Z"), "AAPL", 1)));
        Object[] upd = next(client);
        assertThat(sym(upd)).isEqualTo("AAPL");
        assertThat(((c.Timespan[]) ((c.Flip) upd[2]).y[0])[0].j).isEqualTo(34_200_000_000_000L);
        client.close();
    }

    @Test
    void cutClosesTheSocketAndTheLogHasTheRows(TestTickerplant tickerplant) throws Exception {
        c client = subscribe(tickerplant);
        publish(tickerplant, "A");
        next(client);
        tickerplant.cutConnection(() -> {
            publish(tickerplant, "B");
            assertThatThrownBy(() -> connect(tickerplant)).isInstanceOf(IOException.class);
        });
        assertThatThrownBy(() -> next(client)).isInstanceOf(IOException.class);

        c again = subscribe(tickerplant);
        assertThat(again.k(".u.i")).isEqualTo(2L);
        publish(tickerplant, "C");
        assertThat(sym(next(again))).isEqualTo("C");
        again.close();
    }

    /** A port of that range could be given to another program during a cut or a restart. */
    @Test
    void portIsNoneThatTheSystemGivesToOutgoingConnections(TestTickerplant tickerplant) {
        assertThat(tickerplant.port()).isBetween(20_000, 29_999);
    }

    @Test
    void restartKeepsThePortTheDayAndTheLog(TestTickerplant tickerplant) throws Exception {
        tickerplant.rollDay();
        publish(tickerplant, "A");
        int port = tickerplant.port();
        tickerplant.restart();
        publish(tickerplant, "B");
        assertThat(tickerplant.port()).isEqualTo(port);
        c client = subscribe(tickerplant);
        assertThat(client.k(".u.i")).isEqualTo(2L);
        assertThat(Path.of(((String) client.k(".u.L")).substring(1)))
                .hasFileName("tickbus2026.01.06")
                .exists();
        client.close();
    }

    @Test
    void waitForSubscribersEndsWhenTheyHaveSubscribed(TestTickerplant tickerplant) throws Exception {
        var two = tickerplant.awaitSubscribers("trade", 2);
        c first = subscribe(tickerplant);
        tickerplant.awaitSubscribers("trade", 1).await(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        assertThat(two.isComplete()).isFalse();
        c second = subscribe(tickerplant);
        two.await(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        first.close();
        second.close();
    }

    @Test
    void wrongRowsAreRefusedWithTheReason(TestTickerplant tickerplant) {
        assertThatThrownBy(() -> tickerplant.publish("trade", new LongVector(QType.LONG, 1), SymbolVector.of("A")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("rows for trade: type: trade: column sym is long, symbol expected");
        assertThatThrownBy(() -> publish("noet", tickerplant))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the tickerplant has no table noet; it has trade");
        assertThatThrownBy(() -> tickerplant.publish("trade", new JsonObject().put("prize", 1)))
                .hasMessageContaining("no column prize");
    }

    private static void publish(String table, TestTickerplant tickerplant) {
        tickerplant.publish(table, SymbolVector.of("A"));
    }

    @Test
    void columnsThatAreWrongAreNamed() {
        assertThatThrownBy(() -> TickbusExtension.builder().table("trade", "time timespan, price flaot"))
                .hasMessage(
                        "table trade, column \"price flaot\": a name and a type of q expected, as in \"price float\"");
        assertThatThrownBy(() -> TickbusExtension.builder().awaitMsMax(0).build())
                .hasMessage("awaitMsMax 0: at least 1 ms expected");
    }
}
