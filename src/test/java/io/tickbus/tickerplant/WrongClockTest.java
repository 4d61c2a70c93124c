package io.tickbus.tickerplant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.log.LogReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The embedded tickerplant goes on with the right day whatever a client or a clock says, and needs no help for it. */
@Timeout(60)
class WrongClockTest {
    private static final String UPD = ".u.upd[`trade;(`IBM;1.5;100)]";

    @TempDir
    private Path dir;

    /** The logs and the messages in each. */
    private List<String> logs() throws IOException {
        List<String> logs = new ArrayList<>();
        try (var files = Files.list(dir)) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\d"))
                    .sorted()
                    .toList()) {
                logs.add(
                        file.getFileName() + " " + LogReader.scan(file, 1 << 20).messages());
            }
        }
        return logs;
    }

    private static String day(c client) throws Exception {
        String log = (String) client.k(".u.L");
        return log.substring(log.length() - 10);
    }

    /** Two midnights from a day on, each with a row before it. */
    private static void twoDaysEnd(RunningTickerplant tickerplant, c client, String... midnights) throws Exception {
        for (String midnight : midnights) {
            client.k(UPD);
            tickerplant.clock.set(midnight);
        }
        client.k(UPD);
        client.k(".u.i");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2099.01.01 | 2099-01-01 is 26431 days after today, which is 2026-08-21 by the clock here
            2026.08.23 | 2026-08-23 is 2 days after today
            2026.08.22 | 2026-08-22 is tomorrow by the clock here, which has 2026-08-21, and the log is of 2026-08-21
            2026.08.19 | 2026-08-19 is 2 days before the log's
            2000.01.01 | 2000-01-01 is 9729 days before the log's
            0Wd        | 0Wd is no day that can end
            -0Wd       | -0Wd is no day that can end
            """)
    void wrongDateIsRefusedAndToldToNoSubscriber(String date, String reason) throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c subscriber = tickerplant.client();
            c client = tickerplant.client();
            subscriber.k(".u.sub[`trade;`]");
            assertThatThrownBy(() -> client.k(".u.end[" + date + "]"))
                    .hasMessageStartingWith("domain: .u.end: " + reason);
            twoDaysEnd(tickerplant, client, "2026-08-22T00:00:00Z", "2026-08-23T00:00:00Z");

            assertThat(logs()).containsExactly("tickbus2026.08.21 1", "tickbus2026.08.22 1", "tickbus2026.08.23 1");
            assertThat((Object[]) subscriber.k()).startsWith("upd");
            assertThat((Object[]) subscriber.k()).startsWith(".u.end");
            subscriber.close();
            client.close();
        }
    }

    @Test
    void dayThatWasEndedEarlyAndTheNextMayBeEndedByAClient() throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();
            client.k(".u.end[2026.08.21]");
            client.k(".u.end[2026.08.22]");
            assertThat(day(client)).isEqualTo("2026.08.23");
            assertThatThrownBy(() -> client.k(".u.end[2026.08.23]")).hasMessageStartingWith("domain");
            client.close();
        }
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();
            assertThat(day(client)).isEqualTo("2026.08.23");
            client.close();
        }
    }

    @Test
    void logOfADayThatCannotHaveBegunIsNoDayToGoOnWith() throws Exception {
        Files.write(dir.resolve("tickbus2099.01.02"), new byte[] {(byte) 0xFF, 1, 0, 0, 0, 0, 0, 0});
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();
            twoDaysEnd(tickerplant, client, "2026-08-22T00:00:00Z", "2026-08-23T00:00:00Z");
            client.close();
        }
        assertThat(logs())
                .containsExactly(
                        "tickbus2026.08.21 1", "tickbus2026.08.22 1", "tickbus2026.08.23 1", "tickbus2099.01.02 0");
    }

    /** A clock may be wrong until it hears the network's time. */
    @Test
    void clockThatJumpsForAWhileEndsNoDay() throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();
            client.k(UPD);
            for (String wrong : new String[] {"2099-01-01T00:00:00Z", "2040-01-01T00:00:00Z", "2026-08-23T00:00:00Z"}) {
                tickerplant.clock.set(wrong);
                client.k(UPD);
                assertThat(day(client)).isEqualTo("2026.08.21");
            }
            tickerplant.clock.set("2026-08-21T09:40:00Z");
            twoDaysEnd(tickerplant, client, "2026-08-22T00:00:00Z", "2026-08-23T00:00:00Z");
            client.close();
        }
        assertThat(logs()).containsExactly("tickbus2026.08.21 5", "tickbus2026.08.22 1", "tickbus2026.08.23 1");
    }

    /** A computer may sleep over a weekend. */
    @Test
    void clockThatStandsByItsJumpIsBelieved() throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c subscriber = tickerplant.client();
            c client = tickerplant.client();
            subscriber.k(".u.sub[`quote;`]");
            tickerplant.clock.set("2026-08-24T08:00:00Z");
            client.k(UPD);
            tickerplant.clock.set("2026-08-24T08:09:59Z");
            client.k(UPD);
            assertThat(day(client)).isEqualTo("2026.08.21");
            tickerplant.clock.set("2026-08-24T08:10:00Z");
            client.k(UPD);

            Object[] end = (Object[]) subscriber.k();
            assertThat(end[0]).isEqualTo(".u.end");
            assertThat(end[1]).hasToString("2026-08-21");
            assertThat(day(client)).isEqualTo("2026.08.24");
            subscriber.close();
            client.close();
        }
        assertThat(logs()).containsExactly("tickbus2026.08.21 2", "tickbus2026.08.24 1");
    }

    /** A replay finds all rows, since the log of the wrong day gets the name of the right one. */
    @Test
    void clockThatComesBackAfterItWasBelievedNamesTheLogAnew() throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();
            client.k(UPD);
            tickerplant.clock.set("2099-01-01T00:00:00Z");
            client.k(UPD);
            tickerplant.clock.set("2099-01-01T00:10:00Z");
            client.k(UPD);
            assertThat(day(client)).isEqualTo("2099.01.01");
            assertThat(client.k(".u.i")).isEqualTo(1L);

            tickerplant.clock.set("2026-08-21T09:50:00Z");
            client.k(UPD);
            assertThat(day(client)).as("the day after the one that has ended").isEqualTo("2026.08.22");
            assertThat(client.k(".u.i")).isEqualTo(2L);
            twoDaysEnd(tickerplant, client, "2026-08-23T00:00:00Z", "2026-08-24T00:00:00Z");
            client.close();
        }
        assertThat(logs())
                .containsExactly(
                        "tickbus2026.08.21 2", "tickbus2026.08.22 3", "tickbus2026.08.23 1", "tickbus2026.08.24 1");
    }

    @Test
    void logOfAWrongDayIsLeftAloneWhereTheRightNameIsTaken() throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();
            client.k(UPD);
            tickerplant.clock.set("2099-01-01T00:00:00Z");
            client.k(UPD);
            tickerplant.clock.set("2099-01-01T00:10:00Z");
            client.k(UPD);
            client.k(".u.i");
            Files.copy(dir.resolve("tickbus2026.08.21"), dir.resolve("tickbus2026.08.22"));

            tickerplant.clock.set("2026-08-21T09:50:00Z");
            client.k(UPD);
            assertThat(client.k(".u.i")).isEqualTo(3L);
            client.close();
        }
        assertThat(logs()).containsExactly("tickbus2026.08.21 2", "tickbus2026.08.22 3", "tickbus2099.01.01 1");
    }
}
