package io.tickbus.tickerplant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.log.LogReader;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FeedTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void syntheticRowsAreTheSameForTheSameSeed() throws Exception {
        assertThat(trades(7)).isEqualTo(trades(7)).isNotEqualTo(trades(8));
    }

    /** The first trades that a new tickerplant logs. */
    private static List<String> trades(int seed) throws Exception {
        Path dir = Files.createTempDirectory("feed");
        Map<String, ?> feed = Map.of("rowsPerSecond", 5000, "seed", seed, "symbols", 120);
        try (RunningTickerplant tickerplant = new RunningTickerplant(Map.of("feed", feed, "logDir", dir.toString()))) {
            c client = tickerplant.client();
            while ((long) client.k(".u.i") < 10) {
                Thread.onSpinWait();
            }
            client.close();
        }
        Path log = dir.resolve("tickbus2026.08.21");
        List<String> rows = new ArrayList<>();
        try (var reader = LogReader.open(log, 1 << 20)) {
            for (var message = reader.next(); message != null && rows.size() < 10; message = reader.next()) {
                var columns = (QVector) ((QVector) message).valueAt(2);
                var syms = (SymbolVector) columns.valueAt(1);
                var prices = (QVector) columns.valueAt(2);
                if (columns.size() == StandardTables.TRADE.width()) {
                    for (int i = 0; i < syms.size(); i++) {
                        rows.add(syms.textAt(i) + " " + prices.doubleAt(i));
                    }
                }
            }
        } finally {
            Files.delete(log);
            Files.delete(dir);
        }
        return rows.subList(0, 10);
    }

    @Test
    void symsOfAllTablesAreThoseOfTheTablesThatHaveSyms(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("levels.csv"), "n\n1\n");
        Map<String, ?> feed = Map.of("kind", "csv", "file", file.toString(), "table", "levels");
        try (RunningTickerplant tickerplant = new RunningTickerplant(Map.of("feed", feed))) {
            c client = tickerplant.client();
            Object[] answers = (Object[]) client.k(".u.sub", "", "IBM");

            assertThat(answers).extracting(pair -> ((Object[]) pair)[0]).containsExactly("trade", "quote");
            assertThatThrownBy(() -> client.k(".u.sub", "levels", "IBM"))
                    .hasMessageStartingWith("sym: the table levels");
            client.close();
        }
    }

    @Test
    void csvRowsWaitForASubscriberAndComeInTheirOrderAndOnce(@TempDir Path dir) throws Exception {
        StringBuilder text = new StringBuilder("sym,n\n");
        for (int i = 0; i < 1000; i++) {
            text.append("s,").append(i).append('\n');
        }
        Path file = Files.writeString(dir.resolve("bars.csv"), text);
        Map<String, ?> feed =
                Map.of("kind", "csv", "file", file.toString(), "table", "bars", "rowsPerSecond", 10_000_000);
        Path log = dir.resolve("log");

        try (RunningTickerplant tickerplant = new RunningTickerplant(Map.of("feed", feed, "logDir", log.toString()))) {
            c client = tickerplant.client();
            assertThat(client.k(".u.t")).isEqualTo(new String[] {"trade", "quote", "bars"});
            assertThat(client.k(".u.i")).isEqualTo(0L);
            c subscriber = tickerplant.client();
            subscriber.k(".u.sub", "bars", "");
            int received = 0;
            while (received < 1000) {
                c.Flip rows = (c.Flip) ((Object[]) subscriber.k())[2];
                received += Array.getLength(rows.y[0]);
            }
            subscriber.close();
            client.close();
        }

        int expected = 0;
        try (var reader = LogReader.open(log.resolve("tickbus2026.08.21"), 1 << 20)) {
            for (var message = reader.next(); message != null; message = reader.next()) {
                var numbers = (QVector) ((QVector) ((QVector) message).valueAt(2)).valueAt(2);
                for (int i = 0; i < numbers.size(); i++) {
                    assertThat(numbers.longAt(i)).isEqualTo(expected++);
                }
            }
        }
        assertThat(expected).isEqualTo(1000);
    }

    @Test
    void paceIsTheRateWhateverTheIntervals() {
        Pacer pacer = new Pacer(1000, 0);
        long rows = 0;
        for (int ms = 7; ms <= 7000; ms += 7) {
            rows += pacer.due(ms * SECOND / 1000, 100);
        }

        assertThat(rows).isBetween(6999L, 7000L);
    }

    @Test
    void afterAPauseOnlyAPartIsMadeUpFor() {
        Pacer pacer = new Pacer(1000, 0);
        long now = 3600 * SECOND;

        assertThat(pacer.due(now, 100)).isEqualTo(100);
        assertThat(pacer.due(now, 1000)).isEqualTo((int) (1000 * Pacer.CATCH_UP_S) - 100);
        assertThat(pacer.due(now, 1000)).isZero();
    }

    @Test
    void slowRateGivesARowNowAndThen() {
        Pacer pacer = new Pacer(1, 0);

        assertThat(pacer.due(SECOND / 2, 10)).isZero();
        assertThat(pacer.due(SECOND, 10)).isEqualTo(1);
    }

    @Test
    void namesArePlentyAndDifferent() {
        assertThat(TickerSymbols.first(100)).hasSize(100).doesNotHaveDuplicates();
        assertThat(TickerSymbols.first(500))
                .hasSize(500)
                .doesNotHaveDuplicates()
                .startsWith("AAPL");
    }
}
