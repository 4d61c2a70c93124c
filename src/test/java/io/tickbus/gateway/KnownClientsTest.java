package io.tickbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.config.GatewayConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.tickbus.server.RawClient;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The automatic requests of known clients, in their original bytes. All tests share one gateway, because they only
 * read.
 */
@Timeout(60)
class KnownClientsTest {
    /** As qStudio's QueryManager has it, before the user's text. */
    private static final String QSTUDIO = "{v:$[`trp in key .Q; .Q.trp[{( (1b;`) ;value x)};x;{((0b;`);x;$[4<count y; "
            + ".Q.sbt -4 _ y; \"\"])}]; ((1b;`);value x)]; a:%s>@[-22!;v;{0}]; (a;$[a;v;0b];.Q.s v 1)} \"%s\"";
    /** The beginning of VS Code's, the rest of which differs between its versions. */
    private static final String VS_CODE =
            "{[ctx; code; returnFormat]\n  if [`histogram in key `.qp;\n  if [not `display2 in key `.qp; \n  result\n  }";

    private static final String JDBC = "{[maxRows;fetchSize;fn;args]$[not .Q.qt r:value[fn]args;::;"
            + "count r:select[maxRows]from 0!r;{neg[.z.w]@/:-1_x;last x}(0N;fetchSize)#r;r]}[2;2147483647]";

    private static final Vertx VERTX = Vertx.vertx();
    private static c client = new c();
    private static int port;

    @BeforeAll
    static void deploy() throws Exception {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("sym", "symbol");
        columns.put("price", "float");
        columns.put("size", "long");
        Map<String, Object> latest = new LinkedHashMap<>(Map.of("columns", columns));
        latest.put("keys", List.of("sym"));
        StoreConfig store =
                StoreConfig.of(Map.of("tables", Map.of("trade", Map.of("columns", columns), "latest", latest)));
        VERTX.deployVerticle(new TableVerticle(store)).await(20, TimeUnit.SECONDS);
        GatewayVerticle gateway = new GatewayVerticle(GatewayConfig.of(Map.of("port", 0), Map.of()));
        VERTX.deployVerticle(gateway).await(20, TimeUnit.SECONDS);
        port = gateway.port();
        client = new c("127.0.0.1", port, "me:");
        Object[] rows = {new String[] {"B", "A", "B"}, new double[] {3, 1, 2}, new long[] {10, 20, 30}};
        client.k(".u.upd", "trade", rows);
        client.k(".u.upd", "latest", rows);
    }

    @AfterAll
    static void close() throws Exception {
        client.close();
        VERTX.close().await(20, TimeUnit.SECONDS);
    }

    private static Object call(Object... call) throws Exception {
        return client.k(Arrays.stream(call)
                .map(item -> item instanceof String text ? text.toCharArray() : item)
                .toArray());
    }

    private static Object at(Object dictionary, String key) {
        c.Dict entries = (c.Dict) dictionary;
        int i = Arrays.asList((String[]) entries.x).indexOf(key);
        return ((Object[]) entries.y)[i];
    }

    private static String text(Object chars) {
        return new String((char[]) chars);
    }

    @Test
    void qStudiosWrappedQueryGivesTheValueAndTheConsolesText() throws Exception {
        Object[] reply = (Object[]) client.k(QSTUDIO.formatted("0Wj", "2#trade / a \\\"comment\\\"\\r\\n"));

        Object[] ran = (Object[]) reply[1];
        assertThat(reply[0]).isEqualTo(true);
        assertThat((Object[]) ran[0]).containsExactly(true, "");
        assertThat(((c.Flip) ran[1]).at("size")).isEqualTo(new long[] {10, 20});
        assertThat(text(reply[2])).isEqualTo("sym price size\n--------------\nB   3     10  \nA   1     20  \n");
    }

    @Test
    void qStudiosWrappedQueryTellsWhatFailed() throws Exception {
        Object[] reply = (Object[]) client.k(QSTUDIO.formatted("0Wj", "count \\\"a"));
        Object[] ran = (Object[]) reply[1];
        assertThat(reply[0]).isEqualTo(true);
        assertThat((Object[]) ran[0]).containsExactly(false, "");
        assertThat(text(ran[1])).isEqualTo("parse: column 7: a string without its end");
        assertThat(text(ran[2])).isEmpty();
    }

    @Test
    void qStudioGetsNoMoreBytesThanItWants() throws Exception {
        // (1b;`) and 2 take 33 bytes in all, by q's -22!
        assertThat(((Object[]) client.k(QSTUDIO.formatted("34j", "1+1")))[0]).isEqualTo(true);
        Object[] reply = (Object[]) client.k(QSTUDIO.formatted("33j", "1+1"));
        assertThat(reply[0]).isEqualTo(false);
        assertThat(reply[1]).isEqualTo(false);
        assertThat(text(reply[2])).isEqualTo("2\n");
    }

    @Test
    void qStudiosTreeHasTablesAndTheTickerplantsNames() throws Exception {
        Object tree = client.k("/ qstudio - get server tree \r\n{   nsl:\".\",/:string `,key `;    \r\n"
                + "    (`$nsl)!@[nsf;;()!()] each nsl}[]");

        assertThat(((c.Dict) tree).x).isEqualTo(new String[] {".", ".u"});
        Object[] latest = (Object[]) at(at(tree, "."), "latest");
        assertThat(latest).hasSize(6).startsWith((short) 99, 2L, true, 0L).endsWith(false);
        assertThat(latest[4]).isEqualTo(new String[] {"sym", "price", "size"});
        assertThat(((Object[]) at(at(tree, ".u"), "sub"))[0]).isEqualTo((short) 100);
        assertThat(((Object[]) at(at(tree, ".u"), "t"))[0]).isEqualTo((short) 11);
    }

    @Test
    void qStudiosPageIsTheCountAndTheRows() throws Exception {
        Object[] page =
                (Object[]) client.k("(count trade;{$[.Q.qp[y]; $[count y; .Q.ind[y;`long$x[0] + til min (count y),"
                        + "x[1]]; select from y]; sublist[`int$x;y]]}[1 2j;trade])");

        assertThat(page[0]).isEqualTo(3L);
        assertThat(((c.Flip) page[1]).at("size")).isEqualTo(new long[] {20, 30});
    }

    @Test
    void subscribersOfATableAreAskedForByItsName() throws Exception {
        c subscriber = new c("127.0.0.1", port, "me:");
        subscriber.k(".u.sub[`trade;`A]");
        Object[] pairs = (Object[]) client.k(".u.w`trade");

        assertThat(pairs).hasSize(1);
        assertThat((Object[]) pairs[0]).containsExactly(subscriber.k(".z.w"), "A");
        assertThat((Object[]) client.k(".u.w[`nothing]")).isEmpty();
        subscriber.close();
    }

    @Test
    void vsCodeEvaluatesScripts() throws Exception {
        Object reply = call(VS_CODE, ".", "/ first\n1+1\n2#trade // rows\n  ;\n", "text");

        assertThat(((c.Dict) reply).x).isEqualTo(new String[] {"result", "errored", "error", "backtrace"});
        assertThat(text(at(reply, "result"))).startsWith("sym price size\n--");
        assertThat(at(reply, "errored")).isEqualTo(false);
        Object failed = call(VS_CODE, ".", "1+1\nnosuch", "text");
        assertThat(at(failed, "errored")).isEqualTo(true);
        assertThat(text(at(failed, "error"))).isEqualTo("nosuch");
    }

    @Test
    void vsCodesCodeOfANamespaceIsNotAnsweredFromTheRoot() throws Exception {
        Object failed = call(VS_CODE, ".foo", "count trade", "text");

        assertThat(at(failed, "errored")).isEqualTo(true);
        assertThat(text(at(failed, "error"))).startsWith("nyi: code in the namespace .foo");
    }

    @Test
    void vsCodesResultsWindowGetsColumns() throws Exception {
        assertThat(text(at(call(VS_CODE, ".", "1#latest", "structuredText"), "result")))
                .isEqualTo("{\"count\":1,\"columns\":["
                        + "{\"name\":\"sym\",\"type\":\"symbols\",\"values\":[\"`B\"],\"order\":[0],\"isKey\":true},"
                        + "{\"name\":\"price\",\"type\":\"floats\",\"values\":[\"2f\"],\"order\":[0]},"
                        + "{\"name\":\"size\",\"type\":\"longs\",\"values\":[\"30\"],\"order\":[0]}]}");
        assertThat(text(at(call(VS_CODE, ".", "trade`price", "structuredText"), "result")))
                .endsWith("\"type\":\"floats\",\"values\":[\"3f\",\"1f\",\"2f\"],\"order\":[1,2,0]}]}");
    }

    @Test
    void vsCodeLearnsNamesAndTree() throws Exception {
        Object names = client.k("{[q] t:system\"T\";tm:@[{$[x>0;[system\"T \",string x;1b];0b]};0;{0b}];r}"
                + "{x!{![sv[`;] each x cross `Tables`Functions`Variables; x} each x}");
        assertThat(((c.Dict) names).x).isEqualTo(new String[] {"", ".u", ".z"});
        assertThat(at(at(names, ""), ".Tables")).isEqualTo(new String[] {"latest", "trade"});
        assertThat((String[]) at(at(names, ".u"), ".u.Functions")).contains("sub", "upd");
        assertThat((String[]) at(at(names, ".z"), ".z.Variables")).contains("p", "K");

        c.Flip tree = (c.Flip)
                client.k(
                        "\n// @overview\n// Build a tree of all items in memory.\n//\n{[blacklist]\n    `namespace xasc n\n    }\n(::)");
        assertThat(tree.x).containsExactly("id", "pid", "name", "fname", "typeNum", "namespace", "context", "isNs");
        assertThat((String[]) tree.at("name")).startsWith(".", ".u", "latest", "trade");
        assertThat((short[]) tree.at("typeNum")).startsWith((short) 99, (short) 99, (short) 99, (short) 98);
        assertThat((int[]) tree.at("pid")).startsWith(Integer.MIN_VALUE, Integer.MIN_VALUE, 0, 0, 1);
    }

    @Test
    void jdbcStatementIsAnsweredUnkeyedUpToItsMostRows() throws Exception {
        assertThat(((c.Flip) call(JDBC, ".o.ex", "q)trade")).at("size")).isEqualTo(new long[] {10, 20});
        assertThat(((c.Flip) call(JDBC, ".o.ex", "q)select sum size by sym from trade")).x)
                .containsExactly("sym", "size");
        assertThat(call(JDBC, ".o.ex", "q)1+1")).isNull();
        assertThatThrownBy(() -> call(JDBC, ".o.ex", "select * from trade")).hasMessage("nyi: SQL; write q)select ...");
    }

    @Test
    void jdbcReadsItsMetadata() throws Exception {
        assertThat(((c.Flip) client.k("([]TABLE_CAT:`symbol$())")).x).containsExactly("TABLE_CAT");
        assertThat(((c.Flip) client.k("([]TABLE_TYPE:`TABLE`VIEW)")).y[0]).isEqualTo(new String[] {"TABLE", "VIEW"});
        String tables = "raze{([]TABLE_CAT:`;TABLE_SCHEM:`;TABLE_NAME:system string`a`b x=`VIEW;TABLE_TYPE:x)}each";
        c.Flip found = (c.Flip) call(tables, (Object) new String[] {"TABLE", "VIEW"});
        assertThat(found.at("TABLE_NAME")).isEqualTo(new String[] {"latest", "trade"});
        assertThat(((c.Flip) call(tables, (Object) new String[] {"VIEW"})).y[0]).isEqualTo(new String[0]);
        c.Flip columns = (c.Flip) client.k("select TABLE_CAT:`,TABLE_SCHEM:`,TABLE_NAME:n,COLUMN_NAME:c,DATA_TYPE:0i,"
                + "TYPE_NAME:`int$t,COLUMN_SIZE:2000000000i,NULLABLE:`YES from .Q.nct`trade");
        assertThat(columns.at("COLUMN_NAME")).isEqualTo(new String[] {"sym", "price", "size"});
        assertThat(columns.at("DATA_TYPE")).isEqualTo(new int[] {12, 8, -5});
    }

    @Test
    void grafanasWrapperIsAnsweredWithTheAnswerToTheTextInside() throws Exception {
        c.Dict query = new c.Dict(
                new String[] {"Query", "QueryType"}, new Object[] {"1+1".toCharArray(), "HEALTHCHECK".toCharArray()});
        c.Dict request = new c.Dict(new String[] {"Time", "Query"}, new Object[] {1.0, query});

        assertThat(call("{[x] value x[`Query;`Query]}", request)).isEqualTo(2L);
    }

    @Test
    void pykxLearnsWhatANameIs() throws Exception {
        String kind =
                "k){x:. x;$[99h<@x;:`$\"_pykx_fn_marker\";99h~@x;if[` in!x;if[(::)~x`;:`$\"_pykx_ctx_marker\"]]]x}";

        assertThat(client.k(kind, ".q")).isEqualTo("_pykx_ctx_marker");
        assertThat(client.k(kind, ".u.sub")).isEqualTo("_pykx_fn_marker");
        assertThat(((c.Flip) client.k(kind, ".trade")).x).containsExactly("sym", "price", "size");
        assertThat((String[]) client.k("key", ".q")).contains("count", "tables");
    }

    /** The answer to {@code (lambda;arguments)}; KX's client writes no lambdas. */
    private static Value torq(String lambda, String... argumentsInHex) throws Exception {
        HexFormat hex = HexFormat.of();
        String text = "64" + hex.formatHex("sub\0".getBytes(StandardCharsets.UTF_8)) + "0a00"
                + hex.toHexDigits(Integer.reverseBytes(lambda.length()))
                + hex.formatHex(lambda.getBytes(StandardCharsets.UTF_8));
        String body = "0000" + hex.toHexDigits(Integer.reverseBytes(1 + argumentsInHex.length)) + text
                + String.join("", argumentsInHex);
        try (RawClient raw = RawClient.open(port)) {
            raw.sendHex("01010000" + hex.toHexDigits(Integer.reverseBytes(8 + body.length() / 2)) + body);
            return Message.decode(raw.receive()).value();
        }
    }

    @Test
    void torqSubscribesWithItsLambdas() throws Exception {
        assertThat(torq("{@[value;`tptype;`standard]}", "f500")).isEqualTo(Atom.symbol("standard"));
        assertThat(torq("{key `.u.w}", "f500"))
                .isIn(SymbolVector.of("latest", "trade"), SymbolVector.of("trade", "latest"));
        QDictionary details = (QDictionary) torq(
                "{`schemalist`logfilelist`rowcounts`date!(.u.sub\\:[x;y];enlist(.u`i`L);(.u `icounts);(.u `d))}",
                "0b0001000000747261646500",
                "f500");
        assertThat(details.keys()).isEqualTo(SymbolVector.of("schemalist", "logfilelist", "rowcounts", "date"));
        GeneralList values = (GeneralList) details.values();
        assertThat(((GeneralList) ((GeneralList) values.valueAt(0)).valueAt(0)).valueAt(0))
                .isEqualTo(Atom.symbol("trade"));
        assertThat(values.valueAt(1))
                .isEqualTo(new GeneralList(new GeneralList(QFunction.GENERIC_NULL, QFunction.GENERIC_NULL)));
        assertThat(values.valueAt(2)).isEqualTo(QFunction.GENERIC_NULL);
        assertThat(((Atom) values.valueAt(3)).type()).isEqualTo(QType.DATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(.u.sub[`;`];.u `i`L)",
                "(.u.sub[`;`];`.u `i`L)",
                "(.u.sub[`;`];$[`m in key`.u;(.u `m)\"`.u `i`L\";`.u `i`L])"
            })
    void realTimeDatabasesSubscribeAndLearnThePosition(String text) throws Exception {
        Object[] reply = (Object[]) client.k(text);

        assertThat(((Object[]) ((Object[]) reply[0])[0])[0]).isIn("latest", "trade");
        assertThat((Object[]) reply[1]).containsExactly(null, null); // there is no log
    }

    @Test
    void callsWithoutArgumentsAreMadeWithTheGenericNullOrNone() throws Exception {
        String[] names = {"latest", "trade"};
        try (RawClient raw = RawClient.open(port)) {
            raw.send(MessageKind.SYNC, new GeneralList(ByteVector.chars("tables"), QFunction.GENERIC_NULL));
            assertThat(Message.decode(raw.receive()).value()).isEqualTo(SymbolVector.of(names));
        }
        assertThat(client.k(new Object[] {"tables".toCharArray()})).isEqualTo(names);
        assertThat(((c.Flip) client.k(new Object[] {"trade".toCharArray()})).x).containsExactly("sym", "price", "size");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type trade | 98",
                "type latest | 99",
                "type trade`sym | 11",
                "type .z.a | -6",
                "type .z.c | -6",
                "type .z.l | 0",
                "type key `.q | 11",
                "type .Q.res | 11"
            })
    void typesAreThoseOfQ(String text, short type) throws Exception {
        assertThat(client.k(text)).isEqualTo(type);
    }

    @Test
    void tablesAreIndexedByRowAndByColumn() throws Exception {
        assertThat(client.k("trade`size")).isEqualTo(new long[] {10, 20, 30});
        assertThat(at(client.k("trade[1]"), "sym")).isEqualTo("A");
        assertThat(at(client.k("trade 7"), "size")).isEqualTo(Long.MIN_VALUE);
        assertThat(((c.Flip) client.k("trade[2 0 -1]")).at("size")).isEqualTo(new long[] {30, 10, Long.MIN_VALUE});
        assertThat((Object[]) client.k("trade`sym`size")).hasSize(2);
        assertThat(((c.Flip) client.k("1_trade")).at("size")).isEqualTo(new long[] {20, 30});
        assertThatThrownBy(() -> client.k("latest`A")).hasMessageStartingWith("nyi: indexing latest, which is keyed");
    }

    @Test
    void consolesTextIsMadeOfAFewRows() throws Exception {
        String printed = "sym| price size\n---| ----------\nB  | 2     30  \nA  | 1     20  \n";
        assertThat(text(client.k(".Q.s latest"))).isEqualTo(printed);
        assertThat(text(client.k("-2_.Q.s latest"))).isEqualTo(printed.substring(0, printed.length() - 2));
    }

    @Test
    void columnsAreSelectedFromAPage() throws Exception {
        c.Flip page = (c.Flip) client.k("select size, sym from select[-2] from trade");

        assertThat(page.x).containsExactly("size", "sym");
        assertThat(page.y[0]).isEqualTo(new long[] {20, 30});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select a from select b from trade | nyi: a select of a select at column 15",
                "select sum size by sym from select[2] from trade | nyi: a select of a select with more than columns",
                "select nosuch from select[2] from trade | nosuch",
                "trade`nosuch | nosuch: no column of trade"
            })
    void errorSaysWhatIsNotSupported(String text, String error) {
        assertThatThrownBy(() -> client.k(text)).hasMessageStartingWith(error);
    }

    @Test
    void errorRepeatsLittleOfALongText() {
        String name = "x".repeat(5000);
        assertThatThrownBy(() -> client.k(name)).hasMessage("x".repeat(GatewayCalls.ERROR_CHARS_MAX) + "..");
        assertThatThrownBy(() -> call("{" + "x".repeat(70_000) + "}", 1L))
                .hasMessageStartingWith("limit: a text of 70002 bytes");
    }
}
