package io.tickbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.config.GatewayConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** KX's own Java client before a gateway, behind which a table verticle has the tables. */
@Timeout(60)
class GatewayTest {
    private static final String[] EIGHT = {"b", "i", "j", "f", "s", "p", "d", "l"};
    private static final long OWNER_WAIT_MS_MAX = 300;

    private final Vertx vertx = Vertx.vertx();
    private String owner = "";
    private c client = new c();

    @BeforeEach
    void connect() throws Exception {
        Map<String, Object> trade = columns("time", "timespan", "sym", "symbol", "price", "float", "size", "long");
        Map<String, Object> eight = columns(
                "b",
                "boolean",
                "i",
                "int",
                "j",
                "long",
                "f",
                "float",
                "s",
                "symbol",
                "p",
                "timestamp",
                "d",
                "date",
                "l",
                "list");
        Map<String, Object> numbers = columns("n", "long");
        Map<String, Object> keyed =
                Map.of("columns", columns("sym", "symbol", "price", "float"), "keys", List.of("sym"));
        Map<String, Object> tables = Map.of(
                "trade",
                Map.of("columns", trade),
                "eight",
                Map.of("columns", eight),
                "numbers",
                Map.of("columns", numbers),
                "latest",
                keyed);
        StoreConfig store = StoreConfig.of(Map.of("tables", tables));
        owner = vertx.deployVerticle(new TableVerticle(store)).await(20, TimeUnit.SECONDS);
        GatewayVerticle gateway = new GatewayVerticle(GatewayConfig.of(Map.of("port", 0), Map.of()), OWNER_WAIT_MS_MAX);
        vertx.deployVerticle(gateway).await(20, TimeUnit.SECONDS);
        client = new c("127.0.0.1", gateway.port(), "me:");
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private static Map<String, Object> columns(String... namesAndTypes) {
        Map<String, Object> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            columns.put(namesAndTypes[i], namesAndTypes[i + 1]);
        }
        return columns;
    }

    /** Three trades, two quotes by key, two rows of eight types. */
    private void fill() throws Exception {
        client.k(".u.upd", "trade", new Object[] {
            new String[] {"A", "B", "A"}, new double[] {1, 2, 3}, new long[] {10, 20, 30}
        });
        client.k("upd", "latest", new Object[] {new String[] {"A", "B", "A"}, new double[] {1, 2, 3}});
        for (int i = 0; i < 2; i++) {
            Object[] row = {
                i == 0,
                i,
                (long) i,
                i / 2.0,
                "s" + i,
                Instant.ofEpochSecond(1_000_000_000L + i),
                LocalDate.of(2026, 8, 21),
                "text".toCharArray()
            };
            client.k(".u.upd", "eight", row);
        }
    }

    private c.Flip flip(String query) throws Exception {
        return (c.Flip) client.k(query);
    }

    private c.Dict dictionary(String query) throws Exception {
        return (c.Dict) client.k(query);
    }

    @Test
    void textThatIsTooLongIsRefusedUnread() {
        String blanks = " ".repeat(GatewayCalls.TEXT_BYTES_MAX + 1);
        assertThatThrownBy(() -> client.k(blanks)).hasMessageStartingWith("limit: a text of 65537 bytes");
    }

    @Test
    void tablesAreNamedInOrder() throws Exception {
        String[] names = {"eight", "latest", "numbers", "trade"};
        for (String text :
                List.of("tables[]", "tables`", "tables `.", "\\a", "system \"a\"", " tables[]\r\n", "key `.")) {
            assertThat(client.k(text)).as(text).isEqualTo(names);
        }
        assertThat(client.k("tables", "")).isEqualTo(names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cols eight", "cols `eight", "cols[eight]", "q)cols eight", "/ browser \r\n cols eight"})
    void columnsAreNamed(String text) throws Exception {
        assertThat(client.k(text)).isEqualTo(EIGHT);
    }

    @Test
    void metaIsKeyedByColumnAndTellsListsByTheirFirst() throws Exception {
        c.Dict empty = dictionary("meta eight");
        assertThat(((c.Flip) empty.x).x).containsExactly("c");
        assertThat(((c.Flip) empty.x).y[0]).isEqualTo(EIGHT);
        assertThat(((c.Flip) empty.y).x).containsExactly("t", "f", "a");
        assertThat(((c.Flip) empty.y).y[0]).isEqualTo("bijfspd ".toCharArray());
        fill();

        assertThat(((c.Flip) dictionary("meta eight").y).y[0]).isEqualTo("bijfspdC".toCharArray());
        assertThat(((c.Flip) dictionary("meta `latest").y).y[0]).isEqualTo("sf".toCharArray());
    }

    @Test
    void countIsOfTheTableAndNotOfItsName() throws Exception {
        fill();

        assertThat(client.k("count trade")).isEqualTo(3L);
        assertThat(client.k("count latest")).isEqualTo(2L);
        assertThat(client.k("count `trade")).isEqualTo(1L);
        assertThat(client.k("count tables[]")).isEqualTo(4L);
        assertThat(client.k("count 2#trade")).isEqualTo(2L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2#trade | 10 20",
                "-2#trade | 20 30",
                "5#trade | 10 20 30 10 20",
                "-5#trade | 20 30 10 20 30",
                "-3#trade | 10 20 30",
                "0#trade | ''",
                "9 sublist trade | 10 20 30",
                "-2 sublist trade | 20 30",
                "1 1 sublist trade | 20",
                "1 9 sublist trade | 20 30",
                "5 1 sublist trade | ''",
                "select[2] from trade | 10 20",
                "select[-1] from trade | 30",
                "1#-2#trade | 20",
                "0!2 sublist trade | 10 20"
            })
    void rowsAreTakenAsInQ(String text, String sizes) throws Exception {
        fill();

        assertThat(flip(text).x).containsExactly("time", "sym", "price", "size");
        long[] expected = LongStream.of().toArray();
        if (!sizes.isEmpty()) {
            expected =
                    Arrays.stream(sizes.split(" ")).mapToLong(Long::parseLong).toArray();
        }
        assertThat(flip(text).at("size")).isEqualTo(expected);
    }

    @Test
    void takingFromAnEmptyTableGivesZerosAndSublistNothing() throws Exception {
        assertThat(flip("2#numbers").y[0]).isEqualTo(new long[2]);
        assertThat(flip("2 sublist numbers").y[0]).isEqualTo(new long[0]);
    }

    @Test
    void keyedTableComesKeyed() throws Exception {
        fill();

        c.Dict taken = dictionary("3#latest");
        assertThat(((c.Flip) taken.x).y[0]).isEqualTo(new String[] {"A", "B", "A"});
        assertThat(((c.Flip) taken.y).y[0]).isEqualTo(new double[] {3, 2, 3});
        assertThat(flip("0!2#latest").x).containsExactly("sym", "price");
        assertThat(client.k("keys latest")).isEqualTo(new String[] {"sym"});
        assertThat((String[]) client.k("keys trade")).isEmpty();
        assertThat((double[]) dictionary("first latest").y).containsExactly(3);
    }

    @Test
    void keysComeInTheOrderInWhichTheyCameFirst() throws Exception {
        fill(); // A, B, and A again

        for (String question :
                List.of("latest", "select from latest", "-2#latest", "0 2 sublist latest", "5 sublist latest")) {
            c.Dict all = dictionary(question);
            assertThat(((c.Flip) all.x).y[0]).as(question).isEqualTo(new String[] {"A", "B"});
            assertThat(((c.Flip) all.y).y[0]).as(question).isEqualTo(new double[] {3, 2});
        }
        assertThat((double[]) dictionary("last latest").y).containsExactly(2);
    }

    @Test
    void rowIsADictionary() throws Exception {
        fill();

        c.Dict first = dictionary("first trade");
        assertThat(first.x).isEqualTo(new String[] {"time", "sym", "price", "size"});
        assertThat(((Object[]) first.y)[3]).isEqualTo(10L);
        assertThat(((Object[]) dictionary("last trade").y)[3]).isEqualTo(30L);
        assertThat((long[]) dictionary("first numbers").y).containsExactly(Long.MIN_VALUE);
    }

    @Test
    void tableOfEightTypesCrossesWhole() throws Exception {
        fill();

        c.Flip rows = flip("2#eight");
        assertThat(rows.x).isEqualTo(EIGHT);
        assertThat(rows.y[0]).isEqualTo(new boolean[] {true, false});
        assertThat(rows.y[1]).isEqualTo(new int[] {0, 1});
        assertThat(rows.y[3]).isEqualTo(new double[] {0, .5});
        assertThat(rows.y[4]).isEqualTo(new String[] {"s0", "s1"});
        assertThat(((Object[]) rows.y[7])[1]).isEqualTo("text".toCharArray());
    }

    @Test
    void timeIsPutInFrontWhereItIsMissing() throws Exception {
        client.k(".u.upd", "trade", new Object[] {"A", 1.5, 10L});
        Object[] names = {"size", "price", "sym", "time"};
        client.ks(".u.upd", "trade", new c.Flip(new c.Dict(Arrays.copyOf(names, 4, String[].class), new Object[] {
            new long[] {5}, new double[] {2}, new String[] {"B"}, new c.Timespan[] {new c.Timespan(7)}
        })));

        assertThat(client.k("count trade")).isEqualTo(2L);
        c.Timespan[] times = (c.Timespan[]) flip("2#trade").at("time");
        assertThat(times[0].j).isPositive();
        assertThat(times[1].j).isEqualTo(7);
    }

    @Test
    void tableOfOtherColumnsIsAMismatch() {
        c.Flip other = new c.Flip(new c.Dict(new String[] {"m"}, new Object[] {new long[] {1}}));
        assertThatThrownBy(() -> client.k(".u.upd", "numbers", other))
                .hasMessageMatching("mismatch: columns \\[m] for numbers, \\[.*] expected");
    }

    @Test
    void hundredThousandRowsGoInAndAreCountedAndPagedThrough() throws Exception {
        long[] numbers = LongStream.range(0, 100_000).toArray();
        client.k(".u.upd", "numbers", new Object[] {numbers});

        assertThat(client.k("count numbers")).isEqualTo(100_000L);
        assertThat((long[]) flip("-10000#numbers").y[0]).startsWith(90_000).endsWith(99_999);
        assertThat((long[]) flip("9990 10 sublist numbers").y[0])
                .startsWith(9990)
                .endsWith(9999);
    }

    @Test
    void selectIsAnsweredWhereTheTableIs() throws Exception {
        fill();

        c.Dict bySym = dictionary("select sum size by sym from trade where price < 3");
        assertThat(((c.Flip) bySym.x).at("sym")).isEqualTo(new String[] {"A", "B"});
        assertThat(((c.Flip) bySym.y).at("size")).isEqualTo(new long[] {10, 20});
        assertThat(client.k("count select from trade where sym=`A")).isEqualTo(2L);
        assertThatThrownBy(() -> client.k("  select nosuch from trade")).hasMessageContaining("nosuch");
    }

    @Test
    void wholeTableIsItsName() throws Exception {
        fill();
        long[] numbers = LongStream.range(0, 100_000).toArray();
        client.k(".u.upd", "numbers", new Object[] {numbers});

        assertThat(flip("trade").at("size")).isEqualTo(new long[] {10, 20, 30});
        assertThat(((c.Flip) dictionary("get `latest").x).y[0]).isEqualTo(new String[] {"A", "B"});
        assertThat(flip("numbers").y[0]).isEqualTo(numbers);
        assertThat((long[]) flip("100001#numbers").y[0]).hasSize(100_001).endsWith(99_999, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nosuch | nosuch",
                "count nosuch | nosuch",
                "tables `.other | .other",
                "cols 1 | type: cols of what is no table",
                "count[trade;1] | rank: count with 2 arguments",
                "0N#trade | range: a null number of rows",
                "10000000000#trade | limit: 10000000000 rows of trade",
                "delete from trade | nyi: delete",
                "{x} | nyi: { at column 1",
                "system \"ls\" | nyi: system with anything but a, b, f and v",
                "value \"1+1\" | nyi: get and value of anything but a name",
                ".u.upd[`trade] | rank: .u.upd[table;rows] with 1 arguments",
                ".u.upd[`trade;(`A;1;10)] | type: trade: column price is long, float expected",
                ".u.upd[`trade;(`A;`B)] | length: 2 columns for trade, 4 expected",
                ".u.upd[`nosuch;(`A;`B)] | nosuch"
            })
    void errorBeginsWithTheWordOfQAndSaysWhy(String text, String error) {
        assertThatThrownBy(() -> client.k(text))
                .isInstanceOf(c.KException.class)
                .hasMessageStartingWith(error);
    }

    @Test
    void whatIsNotYetImplementedComesWithWhatIs() {
        assertThatThrownBy(() -> client.k("foo[1]")).hasMessage("nyi: foo; " + GatewayCalls.SUPPORTED);
    }

    @Test
    void withoutAnOwnerTheErrorSaysSo() throws Exception {
        fill();
        vertx.undeploy(owner).await(20, TimeUnit.SECONDS);

        assertThatThrownBy(() -> client.k("count trade")).hasMessage("trade: no owner now, ask again");
        assertThatThrownBy(() -> client.k("tables[]")).hasMessage("tables: no owner now, ask again");
    }

    @Test
    void probesHaveTheTypesOfQ() throws Exception {
        assertThat(client.k(".z.K")).isEqualTo(4.0);
        assertThat(client.k(".z.u")).isEqualTo("me");
        assertThat(client.k(".z.i")).isInstanceOf(Integer.class);
        assertThat(client.k(".z.p")).isInstanceOf(Instant.class);
        assertThat(client.k(".z.N")).isInstanceOf(c.Timespan.class);
        assertThat(client.k("1+1")).isEqualTo(2L);
    }
}
