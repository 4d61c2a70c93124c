package io.tickbus.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chained tickerplant, as its subscribers see it. */
@Timeout(120)
class ChainedTickerplantTest {
    private final LocalDate today = LocalDate.now(ZoneId.systemDefault());

    @TempDir
    private Path dir;

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
            c reader = rig.client();
            ChainRig.until(
                    () -> ChainRig.logged(reader.k("(.u.t;.u `i`L)")).size() == 10); // so that no answer is a push
            c client = rig.client();
            String log = (String) ((Object[]) client.k("(.u.sub[`trade;`];.u.L)"))[1];
            assertThat((byte[]) client.k("read1", new Object[] {log, 0L, 1000L}))
                    .hasSizeGreaterThan(8);
            assertThatThrownBy(() -> client.k("read1", new Object[] {":/etc/passwd", 0L, 1000L}))
                    .hasMessageStartingWith("access");
            rig.replaceOwner(); // a reader would continue in another log
            assertThatThrownBy(() -> {
                        while (true) {
                            client.k();
                        }
                    })
                    .isInstanceOf(IOException.class);

            c other = rig.client();
            ChainRig.until(() -> ChainRig.logged(other.k("(.u.t;.u `i`L)")).size() == 10); // and no rows come any more
            byte[] bytes = (byte[]) other.k("read1", new Object[] {log, 0L, 1_000_000L});
            assertThat(bytes).isEqualTo(Files.readAllBytes(Path.of(log.substring(1))));
            assertThat(other.k("hcount", log)).isEqualTo((long) bytes.length);
            client.close();
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
        }
    }

    @Test
    void logThatCannotBeBegunEndsAllSubscriptionsAndIsTold() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, true)) {
            c client = rig.client();
            client.k(".u.sub[`;`]");
            rig.trade(0, 1);
            assertThat(ChainRig.pushed(client, 1)).containsExactly(0L);
            Path logs = dir.resolve("chain");
            Files.move(logs, dir.resolve("moved"));
            Files.writeString(logs, "no directory");
            rig.endDay(today);

            assertThat((Object[]) client.k()).startsWith(".u.end");
            assertThatThrownBy(client::k).isInstanceOf(IOException.class);
            c other = rig.client();
            assertThatThrownBy(() -> other.k(".u.sub[`;`]")).hasMessageContaining("log: cannot open the log");
            client.close();
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
            assertThat(ChainRig.pushed(client, 3)).isEqualTo(ChainRig.sizes(0, 3));
            rig.replaceOwner();

            assertThatThrownBy(client::k).isInstanceOf(IOException.class);
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

            List<Long> all = ChainRig.logged(answer);
            all.addAll(ChainRig.pushed(client, 200 - all.size()));
            assertThat(all).isEqualTo(ChainRig.sizes(0, 200));
        }
    }

    @Test
    void withoutALogThereIsNoCount() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, false)) {
            c client = rig.client();
            Object[] answer = (Object[]) client.k("(.u.sub[`trade;`];.u `i`L)");
            rig.trade(0, 10);

            assertThat((Object[]) answer[1]).containsExactly(null, null);
            assertThat(ChainRig.pushed(client, 10)).isEqualTo(ChainRig.sizes(0, 10));
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
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    void keyedTableIsAnsweredWithItsKeysInTheOrderOfTheirFirstArrival(int publishMs) throws Exception {
        try (ChainRig rig = new ChainRig(dir, publishMs, false)) {
            for (String sym : List.of("A", "B", "C", "B", "A")) { // the owner's rows are C, B, A by now
                rig.append(last(sym, 1));
            }
            rig.client().k(".u.sub[`last;`]");
            ChainRig.until(() -> syms(rig.client().k(".u.sub[`last;`]")).size() == 3); // in batch mode a tick later
            assertThat(syms(rig.client().k(".u.sub[`last;`]"))).containsExactly("A", "B", "C");

            rig.append(last("D", 1));
            rig.append(last("C", 2));
            ChainRig.until(() -> prices(rig.client().k(".u.sub[`last;`]")).getOrDefault("C", 0L) == 2L);
            assertThat(syms(rig.client().k(".u.sub[`last;`]"))).containsExactly("A", "B", "C", "D");
        }
    }

    /** The keys of an answer of (name; keyed table), in its order. */
    private static List<String> syms(Object answer) {
        c.Dict rows = (c.Dict) ((Object[]) answer)[1];
        return List.of((String[]) ((c.Flip) rows.x).at("sym"));
    }

    @Test
    void keyedTableOfMoreRowsThanASegmentIsAnsweredWhole() throws Exception {
        int count = 20_000;
        try (ChainRig rig = new ChainRig(dir, 0, false)) {
            String[] syms = new String[count];
            Arrays.setAll(syms, i -> "k" + i);
            rig.append(new Flip(
                    List.of("sym", "price"),
                    List.of(SymbolVector.of(syms), new LongVector(QType.LONG, new long[count]))));
            c client = rig.client();
            ChainRig.until(() -> prices(client.k(".u.sub[`last;`]")).size() == count);
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

            assertThat(ChainRig.pushed(client, 5)).isEqualTo(ChainRig.sizes(0, 5));
            assertThat((Object[]) client.k()).startsWith(".u.end");
            assertThat(ChainRig.pushed(client, 3)).isEqualTo(ChainRig.sizes(5, 8));
            Path next = dir.resolve("chain")
                    .resolve("tickbus" + today.plusDays(1).toString().replace('-', '.'));
            assertThat(client.k(".u.L")).isEqualTo(":" + next.toAbsolutePath());
            assertThat(Files.exists(next)).isTrue();
        }
    }

    @Test
    void keyedTableThatEndsItsDayAfterTheOthersIsEmptiedThen() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, true)) {
            c client = rig.client();
            client.k(".u.sub[`trade;`]");
            rig.append(last("A", 1));
            rig.endDay(today);
            assertThat((Object[]) client.k()).startsWith(".u.end");
            rig.endDayOfLast(today);
            ChainRig.until(() -> prices(client.k(".u.sub[`last;`]")).isEmpty());
            rig.append(last("B", 7));

            assertThat((Object[]) client.k()).startsWith("upd", "last");
            assertThat(prices(client.k(".u.sub[`last;`]"))).isEqualTo(Map.of("B", 7L));
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

            assertThat(ChainRig.pushed(reader, 10)).isEqualTo(ChainRig.sizes(0, 10));
            idle.close();
        }
    }
}
