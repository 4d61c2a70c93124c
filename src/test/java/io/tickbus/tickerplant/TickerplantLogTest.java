package io.tickbus.tickerplant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.log.LogReader;
import io.tickbus.log.LogWriter;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.MessageKind;
import io.tickbus.server.RawClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TickerplantLogTest {
    private static final String ONE_ROW = "ff01000000000000"
            + "000003000000f575706400f5747261646500000004000000f000f0d9ce1a1f0000f549424d00f7000000000000f83ff96400000000000000";
    private static final String END_OF_DAY = "010000001b000000000002000000f52e752e656e6400f201260000";
    private static final String UPD = ".u.upd[`trade;(`IBM;1.5;100)]";

    @TempDir
    private Path dir;

    private Path log;

    @BeforeEach
    void nameLog() {
        log = dir.resolve("tickbus2026.08.21");
    }

    private static byte[] request(RawClient client, String text) throws Exception {
        client.send(MessageKind.SYNC, ByteVector.chars(text));
        return client.receive();
    }

    private String logHex() throws Exception {
        return HexFormat.of().formatHex(Files.readAllBytes(log));
    }

    @Test
    void rowIsLoggedAsKdbTickLogsIt() throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();

            client.k(UPD);
            Object[] place = (Object[]) client.k(".u `i`L");

            assertThat(place).containsExactly(1L, ":" + log.toAbsolutePath());
            assertThat(logHex()).isEqualTo(ONE_ROW);
            client.close();
        }
    }

    @Test
    void nothingOfABadUpdateIsLogged() throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();

            assertThatThrownBy(() -> client.k(".u.upd[`trade;(`IBM;1;100)]")).hasMessageStartingWith("type");

            assertThat(client.k(".u.i")).isEqualTo(0L);
            assertThat(Files.size(log)).isEqualTo(8);
            client.close();
        }
    }

    @Test
    void restartOnTheSameDayGoesOnCounting() throws Exception {
        for (int run = 0; run < 3; run++) {
            try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
                c client = tickerplant.client();
                assertThat(client.k(".u.i")).isEqualTo((long) run);
                client.k(UPD);
                client.close();
            }
        }
        assertThat(Files.size(log)).isEqualTo(8 + 3 * (ONE_ROW.length() / 2 - 8));
    }

    @Test
    void partOfAMessageAtTheEndIsSetAside() throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
            c client = tickerplant.client();
            client.k(UPD);
            client.close();
        }
        for (String side : new String[] {"tickbus2026.08.21.bad-tail", "tickbus2026.08.21.bad-tail.2"}) {
            Files.write(log, new byte[] {0, 0, 3}, StandardOpenOption.APPEND);

            try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir)) {
                c client = tickerplant.client();
                assertThat(client.k(".u.i")).isEqualTo(1L);
                client.close();
            }

            assertThat(dir.resolve(side)).hasBinaryContent(new byte[] {0, 0, 3});
            assertThat(logHex()).isEqualTo(ONE_ROW);
        }
    }

    /** A limit that was lowered: the messages behind the long one are good. */
    @Test
    void logWithAMessagePastTheLimitIsLeftAloneAndTheKeyNamed() throws Exception {
        byte[] message = Encoder.body(
                new GeneralList(Atom.symbol("upd"), Atom.symbol("trade"), new LongVector(QType.LONG, new long[1000])));
        try (LogWriter writer = LogWriter.open(log)) {
            writer.append(message);
            writer.append(message);
        }
        byte[] before = Files.readAllBytes(log);

        Map<String, Object> lowered = Map.of("logDir", dir.toString(), "messageBytesMax", 1024);
        assertThatThrownBy(() -> new RunningTickerplant(lowered))
                .hasMessageContaining("cannot open the log " + log.toAbsolutePath()
                        + ": length at byte 8: a message of " + message.length + " bytes, messageBytesMax is 1024");
        assertThat(Files.readAllBytes(log)).isEqualTo(before);
        assertThat(dir.toFile().list()).containsExactly("tickbus2026.08.21");
    }

    @Test
    void fileThatIsNoLogIsLeftAloneAndSaid() throws Exception {
        Files.writeString(log, "my only copy of something");

        assertThatThrownBy(() -> RunningTickerplant.logging(dir))
                .hasMessageContaining("cannot open the log " + log.toAbsolutePath() + ": header at byte 0");
        assertThat(log).hasContent("my only copy of something");
    }

    @Test
    void endOfDayIsToldOncePerConnectionAndBeginsANewLog() throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir);
                RawClient subscriber = RawClient.open(tickerplant.port());
                RawClient feed = RawClient.open(tickerplant.port())) {
            request(subscriber, ".u.sub[`;`]");
            request(feed, UPD);
            subscriber.receive();

            request(feed, ".u.end[2026.08.21]");
            request(feed, UPD);

            assertThat(subscriber.receiveHex()).isEqualTo(END_OF_DAY);
            assertThat(subscriber.receiveHex()).contains("757064"); // upd
            request(feed, ".u.i"); // the counted messages are in the file
            assertThat(dir.resolve("tickbus2026.08.22")).hasSize(ONE_ROW.length() / 2);
            assertThat(logHex()).isEqualTo(ONE_ROW);
        }
    }

    @Test
    void midnightEndsTheDayBeforeTheFirstRowOfTheNext() throws Exception {
        try (RunningTickerplant tickerplant = RunningTickerplant.logging(dir);
                RawClient subscriber = RawClient.open(tickerplant.port());
                RawClient feed = RawClient.open(tickerplant.port())) {
            request(subscriber, ".u.sub[`trade;`]");
            tickerplant.clock.set("2026-08-22T00:00:00Z");

            request(feed, UPD);

            assertThat(subscriber.receiveHex()).isEqualTo(END_OF_DAY);
            assertThat(subscriber.receiveHex()).contains("757064");
            assertThat(request(feed, ".u `i`L"))
                    .containsSequence(dir.resolve("tickbus2026.08.22")
                            .toAbsolutePath()
                            .toString()
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Test
    void batchIsLoggedAtOnceAndPublishedTogetherBeforeTheDayEnds() throws Exception {
        Map<String, ?> keys = Map.of("batchMs", 60_000, "logDir", dir.toString()); // no tick comes by itself
        try (RunningTickerplant tickerplant = new RunningTickerplant(keys)) {
            c subscriber = tickerplant.client();
            c feed = tickerplant.client();
            subscriber.k(".u.sub", "trade", new String[] {"IBM"});

            for (long size = 0; size < 3; size++) {
                feed.k(".u.upd", "trade", new Object[] {"IBM", 1.5, size});
                feed.k(".u.upd", "trade", new Object[] {"MSFT", 1.5, size});
            }
            assertThat(feed.k(".u.i")).as("logged and published").isEqualTo(0L);
            assertThat(LogReader.scan(log, 1 << 20).messages()).isEqualTo(6);

            feed.ks(".u.end[2026.08.21]");

            Object[] upd = (Object[]) subscriber.k();
            assertThat((long[]) ((c.Flip) upd[2]).y[3]).containsExactly(0, 1, 2);
            assertThat(((Object[]) subscriber.k())[0]).isEqualTo(".u.end");
            subscriber.close();
            feed.close();
        }
    }

    @Test
    void batchIsPublishedAtATick() throws Exception {
        Map<String, ?> keys = Map.of("batchMs", 1, "logDir", dir.toString());
        try (RunningTickerplant tickerplant = new RunningTickerplant(keys)) {
            c subscriber = tickerplant.client();
            subscriber.k(".u.sub", "trade", "");

            subscriber.ks(".u.upd", "trade", new Object[] {"IBM", 1.5, 7L});

            assertThat((long[]) ((c.Flip) ((Object[]) subscriber.k())[2]).y[3]).containsExactly(7);
            assertThat(subscriber.k(".u.i")).isEqualTo(1L);
            subscriber.close();
        }
    }
}
