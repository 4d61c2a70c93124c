package io.tickbus.tickerplant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import io.tickbus.q.ByteVector;
import io.tickbus.q.wire.MessageKind;
import io.tickbus.server.RawClient;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TickerplantVerticleTest {
    /** The answer to a subscription to trade: (`trade; the empty table, grouped by sym). */
    private static final String TRADE_PAIR =
            "000002000000f57472616465006200630b000400000074696d650073796d0070726963650073697a6500"
                    + "0000040000001000000000000b0400000000090000000000070000000000";

    private static final String TWO_ROWS =
            "010000008e000000000003000000f575706400f57472616465006200630b000400000074696d65"
                    + "0073796d0070726963650073697a65000000040000001000020000"
                    + "0000f0d9ce1a1f000001f0d9ce1a1f00000b000200000049424d004d53465400090002000000000000000000f83f0000000000000440"
                    + "0700020000006400000000000000c800000000000000";

    private final RunningTickerplant tickerplant = new RunningTickerplant(Map.of());

    @AfterEach
    void close() {
        tickerplant.close();
    }

    private static String hex(RawClient client, String request) throws Exception {
        client.send(MessageKind.SYNC, ByteVector.chars(request));
        return client.receiveHex();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "000003000000f52e752e73756200f5747261646500f500", // (`.u.sub;`trade;`)
                "0b00030000002e752e7375620074726164650000", // as a symbol vector
                "0000030000000a00060000002e752e737562f5747261646500f500", // (".u.sub";`trade;`)
                "000003000000f52e752e737562000a000500000074726164650a0000000000", // (`.u.sub;"trade";"")
                "0a00100000002e752e7375625b6074726164653b605d" // ".u.sub[`trade;`]"
            })
    void everyFormOfACallGivesTheSameAnswer(String body) throws Exception {
        try (RawClient client = RawClient.open(tickerplant.port())) {
            String length = "%02x000000".formatted(8 + body.length() / 2);
            client.sendHex("01010000" + length + body);

            assertThat(client.receiveHex()).endsWith(TRADE_PAIR);
        }
    }

    @Test
    void updateIsPublishedAsTheBytesThatKdbTickSends() throws Exception {
        try (RawClient subscriber = RawClient.open(tickerplant.port());
                RawClient feed = RawClient.open(tickerplant.port())) {
            hex(subscriber, ".u.sub[`trade;`]");

            String answer = hex(feed, ".u.upd[`trade;(0D09:30 0D09:30:00.000000001;`IBM`MSFT;1.5 2.5;100 200)]");

            assertThat(answer).isEqualTo("010200000a0000006500");
            assertThat(subscriber.receiveHex()).isEqualTo(TWO_ROWS);
        }
    }

    @Test
    void subscribingToAllGivesAPairForEachTable() throws Exception {
        c client = tickerplant.client();

        Object[] pairs = (Object[]) client.k(".u.sub", "", "");

        assertThat(pairs).hasSize(2);
        assertThat(((Object[]) pairs[0])[0]).isEqualTo("trade");
        assertThat(((c.Flip) ((Object[]) pairs[1])[1]).x)
                .containsExactly("time", "sym", "bid", "ask", "bsize", "asize");
        client.close();
    }

    @Test
    void withoutALogItsNameAndCountAreNullsThatAreReadWithTheSubscription() throws Exception {
        try (RawClient client = RawClient.open(tickerplant.port())) {
            assertThat(hex(client, "(.u.sub[`trade;`];.u `i`L)"))
                    .isEqualTo("0102000060000000" + "000002000000" + TRADE_PAIR + "00000200000065006500");
        }
    }

    @Test
    void subscriberGetsOnlyTheSymsOfItsLastSubscription() throws Exception {
        c subscriber = tickerplant.client();
        c feed = tickerplant.client();
        subscriber.k(".u.sub", "trade", "");
        subscriber.k(".u.sub", "trade", new String[] {"IBM", "AAPL"});

        feed.k(".u.upd", "trade", new Object[] {new String[] {"MSFT"}, new double[] {9}, new long[] {9}});
        feed.k(".u.upd", "trade", new Object[] {
            new String[] {"IBM", "MSFT", "AAPL", "IBM"}, new double[] {1, 2, 3, 4}, new long[] {1, 2, 3, 4}
        });

        c.Flip rows = (c.Flip) ((Object[]) subscriber.k())[2];
        assertThat((String[]) rows.y[1]).containsExactly("IBM", "AAPL", "IBM");
        assertThat((long[]) rows.y[3]).containsExactly(1, 3, 4);
        subscriber.close();
        feed.close();
    }

    @Test
    void rowWithoutATimeGetsTheLocalTime() throws Exception {
        try (RawClient client = RawClient.open(tickerplant.port())) {
            hex(client, ".u.sub[`trade;`IBM]");
            client.send(MessageKind.SYNC, ByteVector.chars("upd[`trade;(`IBM;1.5;100)]"));

            assertThat(client.receiveHex()).contains("0010000100000000f0d9ce1a1f0000");
            assertThat(client.receiveHex()).isEqualTo("010200000a0000006500");
        }
    }

    @Test
    void tableIsTakenWithAndWithoutItsTime() throws Exception {
        c client = tickerplant.client();
        client.k(".u.sub", "trade", "");
        String[] sym = {"IBM"};
        double[] price = {1.5};
        long[] size = {7};
        String[] names = {"time", "sym", "price", "size"};
        Object[] columns = {new c.Timespan[] {new c.Timespan(5)}, sym, price, size};

        client.ks(".u.upd", "trade", new c.Flip(new c.Dict(names, columns)));
        c.Flip timed = (c.Flip) ((Object[]) client.k())[2];
        client.ks(".u.upd", "trade", new c.Flip(new c.Dict(new String[] {"sym", "price", "size"}, new Object[] {
            sym, price, size
        })));
        c.Flip untimed = (c.Flip) ((Object[]) client.k())[2];

        assertThat(((c.Timespan[]) timed.y[0])[0].j).isEqualTo(5);
        assertThat(((c.Timespan[]) untimed.y[0])[0].j).isEqualTo(34_200_000_000_000L);
        client.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                ".u.sub[`nosuch;`] | nosuch",
                ".u.upd[`nosuch;(`IBM;1.5;100)] | nosuch",
                ".u.sub[`trade] | rank: .u.sub[table;syms] with 1 arguments",
                ".u.sub[1;`] | type: .u.sub: the table is not a symbol",
                ".u.sub[`trade;1 2] | type: the syms are not symbols",
                ".u.upd[`trade;(`IBM;1.5)] | length: 2 columns for trade, 4 expected",
                ".u.upd[`trade;(`IBM;1;100)] | type: trade: column price is long, float expected",
                ".u.upd[`trade;(`IBM`A;1.5 2;1 2 3)] | length: columns of 2 and 3 rows for trade",
                ".u.upd[`trade;(`IBM`A;1.5;1 2)] | type: atoms and lists mixed for trade",
                ".u.upd[`trade;`IBM] | type: neither a row, nor columns, nor a table for trade",
                ".u.upd[`trade;1 2 3] | type: trade: column sym is long, symbol expected",
                ".u.end[1] | type: .u.end: not a date",
                ".u.end[0Nd] | type: .u.end: not a date",
                "value 1 | nyi: value; a tickerplant keeps no rows: ask a gateway",
                ".nosuch.fn[1] | nyi: .nosuch.fn; a tickerplant keeps no rows: ask a gateway",
                "select from trade | nyi: select; a tickerplant keeps no rows: ask a gateway"
            })
    void badCallIsAnErrorAndTheConnectionLivesOn(String call, String error) throws Exception {
        c client = tickerplant.client();

        assertThatThrownBy(() -> client.k(call))
                .isInstanceOf(c.KException.class)
                .hasMessage(error);

        assertThat(client.k(".u.t")).isEqualTo(new String[] {"trade", "quote"});
        client.close();
    }

    @Test
    void closedSubscriberIsForgotten() throws Exception {
        c gone = tickerplant.client();
        gone.k(".u.sub", "trade", "");
        gone.close();
        c feed = tickerplant.client();

        for (int i = 0; i < 100; i++) {
            feed.k(".u.upd", "trade", new Object[] {"IBM", 1.5, 100L});
        }

        assertThat(feed.k(".u.t")).isNotNull();
        feed.close();
    }

    @Test
    void passwordsAreAskedForWhenThereAreUsers(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("users");
        Files.write(
                file,
                UserFile.readOrEmpty(file).with("me", "se:cret", Rights.ALL).bytes());
        try (RunningTickerplant guarded = new RunningTickerplant(Map.of("users", file.toString()))) {
            new c("127.0.0.1", guarded.port(), "me:se:cret").close();

            assertThatThrownBy(() -> new c("127.0.0.1", guarded.port(), "me:secret"))
                    .hasMessage("access");
        }
    }

    @Test
    void usersDoWhatTheirRightsSay(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("users");
        UserFile users = UserFile.readOrEmpty(file)
                .with("reader", "r", Rights.parse("read=trade"))
                .with("feed", "f", Rights.parse("append=trade"));
        Files.write(file, users.bytes());
        try (RunningTickerplant guarded = new RunningTickerplant(Map.of("users", file.toString()))) {
            c feed = new c("127.0.0.1", guarded.port(), "feed:f");
            c reader = new c("127.0.0.1", guarded.port(), "reader:r");
            reader.k(".u.sub", "trade", "");
            feed.k(".u.upd", "trade", new Object[] {"IBM", 1.5, 100L});
            assertThat(((Object[]) reader.k())[1]).isEqualTo("trade");

            assertAccess(feed, ".u.sub[`trade;`]", "read=trade");
            assertAccess(feed, ".u.upd[`quote;(`A;1.;2.;3;4)]", "append=quote");
            assertAccess(reader, ".u.sub[`quote;`]", "read=quote");
            assertAccess(reader, ".u.sub[`;`]", "read for all tables");
            assertAccess(reader, "read1 (`:x;0;1)", "read for all tables");
            assertAccess(reader, "hcount `:x", "read for all tables");
            assertAccess(reader, ".u.upd[`trade;(`A;1.;2)]", "append=trade");
            assertAccess(feed, ".u.end 2026.01.01", "admin");
            feed.close();
            reader.close();
        }
    }

    private static void assertAccess(c client, String text, String right) {
        assertThatThrownBy(() -> client.k(text))
                .hasMessageStartingWith("access: ")
                .hasMessageEndingWith("does not have the right " + right);
    }

    @Test
    void deploysByNameAndSaysThatAPortIsTaken() {
        Vertx vertx = Vertx.vertx();
        DeploymentOptions options = new DeploymentOptions().setConfig(new JsonObject().put("port", tickerplant.port()));
        try {
            assertThatThrownBy(() -> vertx.deployVerticle(TickerplantVerticle.class.getName(), options)
                            .await())
                    .hasMessage("cannot listen on 127.0.0.1:" + tickerplant.port() + ": address already in use");
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void slowSubscriberIsCutOffAndTheOthersGoOn() throws Exception {
        try (RunningTickerplant small = new RunningTickerplant(Map.of("queuedBytesMax", 1 << 20));
                RawClient slow = RawClient.open(small.port())) {
            slow.send(MessageKind.SYNC, ByteVector.chars(".u.sub[`trade;`]"));
            slow.receive();
            c feed = small.client();
            int rows = 20_000;
            Object[] columns = {new String[rows], new double[rows], new long[rows]};
            Arrays.fill((String[]) columns[0], "IBM");

            int updates = 100; // 56 MB, more than all buffers between the two hold
            for (int i = 0; i < updates; i++) {
                feed.k(".u.upd", "trade", columns);
            }

            assertThat(slow.readToEnd()).isLessThan((long) updates * rows * 28);
            assertThat(feed.k(".u.t")).isNotNull();
            feed.close();
        }
    }

    @Test
    @Timeout(10)
    void closesAtOnceThoughASubscriberDoesNotRead() throws Exception {
        RunningTickerplant closing = new RunningTickerplant(Map.of());
        try (closing;
                RawClient asleep = RawClient.open(closing.port())) {
            asleep.send(MessageKind.SYNC, ByteVector.chars(".u.sub[`trade;`]"));
            asleep.receive();
            c feed = closing.client();
            int rows = 1_000_000;
            Object[] columns = {new String[rows], new double[rows], new long[rows]};
            Arrays.fill((String[]) columns[0], "IBM");
            feed.k(".u.upd", "trade", columns);
            feed.close();

            closing.close();

            assertThat(asleep.readToEnd()).isLessThan(rows * 28L);
        }
    }
}
