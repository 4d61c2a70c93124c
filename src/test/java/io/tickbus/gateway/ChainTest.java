package io.tickbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.log.LogReader;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Vector;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chained tickerplant, as its subscribers see it. */
@Timeout(120)
class ChainTest {
    private final LocalDate today = LocalDate.now(ZoneId.systemDefault());

    @TempDir
    private Path dir;

    /** The sizes of the trades that are pushed, until there are as many. */
    private static List<Long> pushed(c client, int count) throws Exception {
        List<Long> sizes = new ArrayList<>();
        while (sizes.size() < count) {
            Object[] message = (Object[]) client.k();
            assertThat(message).startsWith("upd", "trade");
            c.Flip rows = (c.Flip) message[2];
            for (long size : (long[]) rows.at("size")) {
                sizes.add(size);
            }
        }
        return sizes;
    }

    private static List<Long> numbers(int from, int to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static Flip last(String sym, long price) {
        return new Flip(
                List.of("sym", "price"), List.of(SymbolVector.of(sym), new LongVector(QType.LONG, new long[] {price})));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    void tickbusBehindATickbusHasEveryRowOnceAndInOrder(int publishMs) throws Exception {
        try (ChainRig rig = new ChainRig(dir, publishMs, true)) {
            rig.trade(0, 500); // before it subscribes: from the log
            rig.untilTraded(0, 500);
            rig.subscribeBehind();
            rig.trade(500, 1500);

            rig.untilBehind(0, 1500);
        }
    }

    @Test
    void tickbusThatCannotReadTheLogAsksForItsBytes() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, true)) {
            rig.trade(0, 300);
            rig.untilTraded(0, 300);
            rig.subscribeBehind("ipc");
            rig.untilBehind(0, 300);
            rig.replaceOwner(); // another log of the same name
            rig.trade(300, 600);

            rig.untilBehind(0, 600);
        }
    }

    @Test
    void bytesOfTheLogAreThoseOfTheOneThatIsWritten() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, true)) {
            rig.trade(0, 10);
            rig.untilTraded(0, 10);
            c client = rig.client();
            String log = (String) ((Object[]) client.k("(.u.sub[`trade;`];.u.L)"))[1];
            assertThat((byte[]) client.k("read1", new Object[] {log, 0L, 1000L}))
                    .hasSizeGreaterThan(8);
            assertThatThrownBy(() -> client.k("read1", new Object[] {":/etc/passwd", 0L, 1000L}))
                    .hasMessageStartingWith("access");
            rig.replaceOwner(); // whoever reads would read on in another log
            assertThatThrownBy(() -> {
                        while (true) {
                            client.k();
                        }
                    })
                    .isInstanceOf(IOException.class);

            c other = rig.client();
            byte[] bytes = (byte[]) other.k("read1", new Object[] {log, 0L, 1_000_000L});
            assertThat(bytes).isEqualTo(Files.readAllBytes(Path.of(log.substring(1))));
            assertThat(other.k("hcount", log)).isEqualTo((long) bytes.length);
            client.close();
            other.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tableThatComesLaterJoinsASubscriptionToAll(boolean logs) throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, logs)) {
            c client = rig.client();
            client.k(".u.sub[`;`]");
            rig.makeLate();

            assertThat((Object[]) client.k()).startsWith("upd", "late");
            client.close();
        }
    }

    @Test
    void tableWithoutSymsIsNotSubscribedToBySyms() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, true)) {
            rig.makeLate();
            ChainRig.until(() -> {
                c client = rig.client();
                boolean isThere = List.of((String[]) client.k(".u.t")).contains("late");
                client.close();
                return isThere;
            });
            c client = rig.client();
            assertThatThrownBy(() -> client.k(".u.sub[`;`A]")).hasMessageStartingWith("sym: the table late");
            rig.trade(0, 1); // of A
            rig.untilTraded(0, 1);
            client.k(".u.sub[`trade;`B]");
            rig.trade(1, 2);

            assertThat(pushed(client, 1)).as("nothing of the call that failed").containsExactly(1L);
            client.close();
        }
    }

    @Test
    void othersThatLeaveDoNotEndAWaitForATable() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, false)) {
            Promise<Void> found = Promise.promise();
            rig.silence(found.future());
            c client = rig.client();
            Future<Object> answer = rig.ask(client, ".u.sub[`trade;`]");
            c other = rig.client();
            other.k(".u.d");
            other.close();
            rig.untilConnections(1);
            found.complete();

            assertThat(answer.await(30, TimeUnit.SECONDS)).isInstanceOf(Object[].class);
            rig.trade(0, 2);
            assertThat(pushed(client, 2)).isEqualTo(numbers(0, 2));
            client.close();
        }
    }

    @Test
    void logThatCannotBeBegunEndsAllSubscriptionsAndIsTold() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, true)) {
            c client = rig.client();
            client.k(".u.sub[`;`]");
            rig.trade(0, 1);
            assertThat(pushed(client, 1)).containsExactly(0L);
            Path logs = dir.resolve("chain");
            Files.move(logs, dir.resolve("moved"));
            Files.writeString(logs, "no directory");
            rig.endDay(today);

            assertThat((Object[]) client.k()).startsWith(".u.end");
            assertThatThrownBy(client::k).isInstanceOf(IOException.class);
            c other = rig.client();
            assertThatThrownBy(() -> other.k(".u.sub[`;`]")).hasMessageContaining("log: cannot open the log");
            client.close();
            other.close();
        }
    }

    @Test
    void ownerThatIsReplacedMakesNoDifferenceToWhoReplays() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, true)) {
            rig.trade(0, 300);
            rig.subscribeBehind();
            rig.untilBehind(0, 300);
            rig.replaceOwner();
            rig.trade(300, 600);

            rig.untilBehind(0, 600);
            assertThat(dir.resolve("chain").resolve("tickbus" + today.toString().replace('-', '.') + ".replaced"))
                    .exists();
        }
    }

    @Test
    void ownerThatIsReplacedClosesTheSubscribersConnections() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, false)) {
            c client = rig.client();
            client.k(".u.sub[`trade;`]");
            rig.trade(0, 3);
            assertThat(pushed(client, 3)).isEqualTo(numbers(0, 3));
            rig.replaceOwner();

            assertThatThrownBy(client::k).isInstanceOf(IOException.class);
            client.close();
        }
    }

    @Test
    void countAndNameOfTheLogFitTheSubscription() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, true)) {
            rig.trade(0, 100);
            rig.untilTraded(0, 100);
            c client = rig.client();
            Object[] answer = (Object[]) client.k("(.u.sub[`trade;`];.u `i`L)");
            rig.trade(100, 200);

            Object[] log = (Object[]) answer[1];
            List<Long> all = logged((String) log[1], (Long) log[0]);
            all.addAll(pushed(client, 200 - all.size()));
            assertThat(all).isEqualTo(numbers(0, 200));
            client.close();
        }
    }

    /** The sizes of the trades in the first messages of a log. */
    private static List<Long> logged(String name, long messages) throws IOException {
        List<Long> sizes = new ArrayList<>();
        try (LogReader log = LogReader.open(Path.of(name.substring(1)), 1 << 24)) {
            for (long i = 0; i < messages; i++) {
                GeneralList message = (GeneralList) Objects.requireNonNull(log.next());
                Vector column = ((Flip) message.valueAt(2)).column("size");
                for (int row = 0; row < column.size(); row++) {
                    sizes.add(column.longAt(row));
                }
            }
        }
        return sizes;
    }

    @Test
    void withoutALogThereIsNoCount() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, false)) {
            c client = rig.client();
            Object[] answer = (Object[]) client.k("(.u.sub[`trade;`];.u `i`L)");
            rig.trade(0, 10);

            assertThat((Object[]) answer[1]).containsExactly(null, null);
            assertThat(pushed(client, 10)).isEqualTo(numbers(0, 10));
            client.close();
        }
    }

    @Test
    void symFilterLetsOnlyItsRowsThrough() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, false)) {
            c one = rig.client();
            c two = rig.client();
            one.k(".u.sub[`trade;`B]");
            two.k(".u.sub[`trade;`A`C]");
            rig.trade(0, 9);

            assertThat(pushed(one, 3)).containsExactly(1L, 4L, 7L);
            assertThat(pushed(two, 6)).containsExactly(0L, 2L, 3L, 5L, 6L, 8L);
            one.close();
            two.close();
        }
    }

    /** The rows of an answer of (name; keyed table). */
    private static Map<String, Long> prices(Object answer) {
        c.Dict rows = (c.Dict) ((Object[]) answer)[1];
        String[] syms = (String[]) ((c.Flip) rows.x).at("sym");
        long[] prices = (long[]) ((c.Flip) rows.y).at("price");
        Map<String, Long> found = new HashMap<>();
        for (int i = 0; i < syms.length; i++) {
            found.put(syms[i], prices[i]);
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keyedTableIsAnsweredWithItsRowsAndPublishesThoseThatChange(boolean logs) throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, logs)) {
            rig.append(last("A", 1));
            rig.append(last("B", 2));
            rig.append(last("A", 3));
            c client = rig.client();
            ChainRig.until(() -> {
                c other = rig.client();
                Map<String, Long> prices = prices(other.k(".u.sub[`last;`]"));
                other.close();
                return prices.equals(Map.of("B", 2L, "A", 3L));
            });
            assertThat(prices(client.k(".u.sub[`last;`]"))).isEqualTo(Map.of("B", 2L, "A", 3L));
            rig.append(last("B", 7));

            Object[] message = (Object[]) client.k();
            assertThat(message).startsWith("upd", "last");
            assertThat((String[]) ((c.Flip) message[2]).at("sym")).containsExactly("B");
            assertThat((long[]) ((c.Flip) message[2]).at("price")).containsExactly(7);
            client.close();
        }
    }

    @Test
    void endOfADayComesOnceBehindItsLastRowAndBeginsALog() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, true)) {
            c client = rig.client();
            client.k(".u.sub[`;`]");
            rig.trade(0, 5);
            rig.endDay(today);
            rig.trade(5, 8);

            assertThat(pushed(client, 5)).isEqualTo(numbers(0, 5));
            assertThat((Object[]) client.k()).startsWith(".u.end");
            assertThat(pushed(client, 3)).isEqualTo(numbers(5, 8));
            Path next = dir.resolve("chain")
                    .resolve("tickbus" + today.plusDays(1).toString().replace('-', '.'));
            assertThat(client.k(".u.L")).isEqualTo(":" + next.toAbsolutePath());
            assertThat(Files.exists(next)).isTrue();
            client.close();
        }
    }

    @Test
    void whoDoesNotReadIsCutOffAndTheOthersGoOn() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, false)) {
            c idle = rig.client();
            idle.k(".u.sub[`last;`]");
            c reader = rig.client();
            reader.k(".u.sub[`trade;`]");
            String[] syms = new String[20_000];
            for (int i = 0; i < syms.length; i++) {
                syms[i] = "a-symbol-that-takes-some-room-" + i;
            }
            Flip rows = new Flip(
                    List.of("sym", "price"),
                    List.of(SymbolVector.of(syms), new LongVector(QType.LONG, new long[syms.length])));
            ChainRig.until(() -> {
                rig.append(rows);
                return rig.chain.cutOff() == 1;
            });
            rig.trade(0, 10);

            assertThat(pushed(reader, 10)).isEqualTo(numbers(0, 10));
            idle.close();
            reader.close();
        }
    }

    @Test
    void unknownTableIsAnErrorOfItsName() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, false)) {
            c client = rig.client();

            assertThatThrownBy(() -> client.k(".u.sub[`nothing;`]")).hasMessage("nothing");
            assertThatThrownBy(() -> client.k(".u.sub[7;`]")).hasMessageStartingWith("type");
            assertThatThrownBy(() -> client.k(".u.sub[`trade]")).hasMessageStartingWith("rank");
            client.close();
        }
    }
}
