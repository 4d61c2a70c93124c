package io.tickbus.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rows that each subscriber of a chained tickerplant gets. */
@Timeout(120)
class SubscriptionsTest {
    @TempDir
    private Path dir;

    /** The tables are listed once a second, and a client may be faster: its table is looked up then. */
    @Test
    void tableThatWasMadeAMomentAgoCanBeSubscribedTo() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, false)) {
            c client = rig.client();
            for (String table : List.of("one", "two", "three")) {
                rig.make(table, 1);
                assertThat((Object[]) client.k(".u.sub[`" + table + ";`]")).startsWith(table);
            }
            assertThatThrownBy(() -> client.k(".u.sub[`none;`]")).hasMessage("none");
        }
    }

    @Test
    void symsOfAllTablesAreThoseOfTheTablesThatHaveSyms() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, true)) {
            rig.makeLate();
            ChainRig.until(() -> {
                c client = rig.client();
                boolean isThere = List.of((String[]) client.k(".u.t")).contains("late");
                client.close();
                return isThere;
            });
            c client = rig.client();
            assertThatThrownBy(() -> client.k(".u.sub[`late;`A]")).hasMessageStartingWith("sym: the table late");
            Object[] answers = (Object[]) client.k(".u.sub[`;`A]");

            assertThat(answers)
                    .extracting(pair -> ((Object[]) pair)[0])
                    .contains("trade")
                    .doesNotContain("late");
            rig.trade(0, 2); // one row of A, and one of B
            assertThat(ChainRig.pushed(client, 1)).containsExactly(0L);
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
            assertThat(ChainRig.pushed(client, 2)).isEqualTo(ChainRig.sizes(0, 2));
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

            assertThat(ChainRig.pushed(one, 3)).containsExactly(1L, 4L, 7L);
            assertThat(ChainRig.pushed(two, 6)).containsExactly(0L, 2L, 3L, 5L, 6L, 8L);
            one.close();
        }
    }

    @Test
    void symsThatDifferInBytesOnlyAreDifferentSyms() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, false)) {
            c latin1 = rig.client();
            c utf8 = rig.client();
            latin1.k(".u.sub", "trade", "\u00e9"); // this client writes a character as a byte
            utf8.k(".u.sub", "trade", "\u00c3\u00a9");
            rig.trade("\u00e9", 1);
            rig.trade("\u00c3\u00a9", 2);
            rig.trade("\u00e9", 3);
            rig.trade("\u00c3\u00a9", 4);

            assertThat(ChainRig.pushed(latin1, 2)).containsExactly(1L, 3L);
            assertThat(ChainRig.pushed(utf8, 2)).containsExactly(2L, 4L);
        }
    }

    @Test
    void tablesWhoseNamesDifferInBytesOnlyAreDifferentTables() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, false)) {
            rig.make("\\xe9", 1);
            rig.make("é", 2);
            c client = rig.client();
            ChainRig.until(() -> List.of((String[]) client.k(".u.t")).containsAll(List.of("\u00e9", "\u00c3\u00a9")));
            client.k(".u.sub", "\u00e9", "");
            rig.make("é", 3);
            rig.make("\\xe9", 4);

            Object[] pushed = (Object[]) client.k();
            assertThat(pushed).startsWith("upd", "\u00e9");
            assertThat(((c.Flip) pushed[2]).at("n")).isEqualTo(new long[] {4});
        }
    }

    @Test
    void unknownTableIsAnErrorOfItsName() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, false)) {
            c client = rig.client();

            assertThatThrownBy(() -> client.k(".u.sub[`nothing;`]")).hasMessage("nothing");
            assertThatThrownBy(() -> client.k(".u.sub[7;`]")).hasMessageStartingWith("type");
            assertThatThrownBy(() -> client.k(".u.sub[`trade]")).hasMessageStartingWith("rank");
        }
    }

    @Test
    void anotherSubscriptionReplacesTheFilterAndAnAddedOneUnitesIt() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, true)) {
            c client = rig.client();
            client.k(".u.sub[`trade;`A]");
            client.k(".u.sub[`trade;`B]");
            assertThat((Object[]) client.k(".u.add[`trade;`C`B]")).startsWith("trade");
            rig.trade(0, 6);
            rig.untilTraded(0, 6);

            assertThat(ChainRig.pushed(client, 4)).containsExactly(1L, 2L, 4L, 5L);
            assertThat(handles(client, "trade")).containsExactly(List.of(client.k(".z.w"), List.of("B", "C")));
            client.k(".u.add[`trade;`]");
            assertThat(handles(client, "trade")).containsExactly(List.of(client.k(".z.w"), ""));
        }
    }

    @Test
    void addedFilterIsOneWhereThereWasNone() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, false)) {
            c client = rig.client();
            client.k(".u.add[`trade;`C]");
            assertThatThrownBy(() -> client.k(".u.add[`last;7]"))
                    .hasMessageStartingWith("type: the syms are not symbols");
            assertThatThrownBy(() -> client.k(".u.add[`;`]")).hasMessageStartingWith("nyi: .u.add of all tables");
            rig.trade(0, 6);

            assertThat(ChainRig.pushed(client, 2)).containsExactly(2L, 5L);
        }
    }

    @Test
    void subscribersAreShownByTable() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, false)) {
            c all = rig.client();
            c some = rig.client();
            all.k(".u.sub[`trade;`]");
            some.k(".u.sub[`trade;`B]");
            c.Dict shown = (c.Dict) all.k(".u.w");

            assertThat((String[]) shown.x).contains("trade", "last");
            assertThat(handles(all, "trade")).containsExactly(List.of(all.k(".z.w"), ""), List.of(some.k(".z.w"), "B"));
            assertThat(handles(all, "last")).isEmpty();
        }
    }

    /** Returns the pairs of a table in {@code .u.w}, as lists. */
    private static List<List<Object>> handles(c client, String table) throws Exception {
        c.Dict tables = (c.Dict) client.k(".u.w");
        Object pairs = ((Object[]) tables.y)[List.of((String[]) tables.x).indexOf(table)];
        return Arrays.stream((Object[]) pairs)
                .map(pair -> Arrays.stream((Object[]) pair)
                        .map(item -> item instanceof String[] syms ? List.of(syms) : item)
                        .toList())
                .toList();
    }
}
