package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.FaultyProxy;
import io.tickbus.access.Permission;
import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import io.tickbus.config.GatewayConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.WebConfig;
import io.tickbus.gateway.GatewayVerticle;
import io.tickbus.store.TableVerticle;
import io.tickbus.web.WebVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that ask one node: over its gateway, and {@code status} over its web port. */
@Timeout(60)
class NodeCommandsTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private String gateway = "";
    private String web = "";

    @BeforeEach
    void deploy() throws Exception {
        StoreConfig store = StoreConfig.of(Map.of(
                "tables",
                Map.of(
                        "note", Map.of("columns", columns("sym", "symbol", "n", "long", "x", "float")),
                        "last", Map.of("columns", columns("sym", "symbol", "n", "long"), "keys", List.of("sym")),
                        "word", Map.of("columns", columns("text", "list", "t", "timespan", "b", "boolean")))));
        vertx.deployVerticle(new TableVerticle(store)).await(20, TimeUnit.SECONDS);
        gateway = gateway(Map.of("port", 0));
        WebVerticle page = new WebVerticle(WebConfig.of(Map.of("port", 0), Map.of()), List.of());
        vertx.deployVerticle(page).await(20, TimeUnit.SECONDS);
        web = "127.0.0.1:" + page.port();
    }

    private static Map<String, String> columns(String... namesAndTypes) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            columns.put(namesAndTypes[i], namesAndTypes[i + 1]);
        }
        return columns;
    }

    private String gateway(Map<String, ?> config) throws Exception {
        GatewayVerticle verticle = new GatewayVerticle(GatewayConfig.of(config, Map.of()));
        vertx.deployVerticle(verticle).await(20, TimeUnit.SECONDS);
        return "127.0.0.1:" + verticle.port();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private CommandLineRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--gateway", gateway));
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    private List<String> done(String... arguments) {
        CommandLineRun run = run(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run.outLines();
    }

    private String failed(String... arguments) {
        CommandLineRun run = run(arguments);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errLines()).hasSize(1);
        return run.err().strip();
    }

    @Test
    void rowsAreSentAndAskedFor() throws Exception {
        assertThat(done("send", "note", "{\"sym\":\"a\",\"n\":1}")).containsExactly("1 row sent");
        assertThat(done("send", "note", "[{\"sym\":\"b\",\"n\":2,\"x\":0.1},{\"sym\":\"a\",\"n\":3}]"))
                .containsExactly("2 rows sent");
        Path rows = Files.writeString(dir.resolve("rows.jsonl"), "{\"sym\":\"c\"}\n\n{\"sym\":\"d\"}\n");
        assertThat(done("send", "note", "--file", rows.toString())).containsExactly("2 rows sent");

        assertThat(done("query", "note", "--first", "3"))
                .containsExactly("sym n x", "---------", "a   1", "b   2 0.1", "a   3");
        assertThat(done("query", "note", "--last", "1", "--json"))
                .containsExactly("{\"sym\":\"d\",\"n\":null,\"x\":null}");
        assertThat(done("query", "note", "--count")).containsExactly("5");
        assertThat(done("query", "note", "--count", "--where", "sym=a", "--json"))
                .containsExactly("{\"count\":2}");
        assertThat(done("query", "note", "--where", "sym=a", "--where", "n=3", "--json"))
                .containsExactly("{\"sym\":\"a\",\"n\":3,\"x\":null}");
    }

    @Test
    void keyedTableIsAskedForAsItsRowsAlsoByTheNameOfAFunction() {
        done("send", "last", "[{\"sym\":\"a\",\"n\":1},{\"sym\":\"b\",\"n\":2},{\"sym\":\"a\",\"n\":3}]");

        assertThat(done("query", "last", "--where", "sym=a", "--json")).containsExactly("{\"sym\":\"a\",\"n\":3}");
        assertThat(done("query", "last", "--count")).containsExactly("2");
        assertThat(done("query", "last", "--json")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BRK-B", "a b", "*", "a?[b]*", "\"", "\\\\", "\u00e9t\u00e9", "EUR/USD", "a]b", "^", "'"})
    void symbolIsFoundWhateverIsInIt(String sym) {
        String json = new JsonObject().put("sym", sym).put("n", 7).encode();
        done("send", "note", json);
        done("send", "note", "[{\"sym\":\"other\"},{\"sym\":\"ab\"},{\"sym\":\"BRK_B\"}]");

        assertThat(done("query", "note", "--where", "sym=" + sym, "--json"))
                .containsExactly(new JsonObject()
                        .put("sym", sym)
                        .put("n", 7)
                        .putNull("x")
                        .encode());
    }

    @Test
    void symbolOfBytesThatAreNoTextIsFoundByItsEscape() {
        done("send", "note", "{\"sym\":\"caf\\\\xe9\",\"n\":7}");

        assertThat(done("query", "note", "--where", "sym=caf\\xe9", "--count")).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x=0.30000000000000004", "x=1e-7", "x=0w", "x=null", "n=9223372036854775806", "n=null", "n=5"})
    void numberIsFoundToItsLastDigit(String condition) {
        done(
                "send",
                "note",
                "[{\"n\":9223372036854775806,\"x\":0.30000000000000004},{\"x\":1e-7,\"n\":5},"
                        + "{\"x\":\"0w\",\"n\":6},{\"n\":7},{\"x\":2.5}]");

        assertThat(done("query", "note", "--where", condition, "--where", "sym=", "--count"))
                .as("beside a null symbol")
                .containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text=one*", "t=0D00:00:00.000000001", "b=true"})
    void otherTypesAreFoundAsJsonWritesThem(String condition) {
        done(
                "send",
                "word",
                "[{\"text\":\"one*\",\"t\":\"0D00:00:00.000000001\",\"b\":true},"
                        + "{\"text\":\"ones\",\"t\":\"0D00:00:01\",\"b\":false}]");

        assertThat(done("query", "word", "--where", condition, "--json"))
                .containsExactly("{\"text\":\"one*\",\"t\":\"0D00:00:00.000000001\",\"b\":true}");
    }

    @Test
    void tailPrintsWhatComes() throws Exception {
        CompletableFuture<List<String>> tail =
                CompletableFuture.supplyAsync(() -> done("tail", "note", "--rows", "3", "--json"));
        for (int n = 0; !tail.isDone(); n++) { // it prints from when it has subscribed
            done("send", "note", "[{\"n\":" + 2 * n + "},{\"n\":" + (2 * n + 1) + "}]");
        }

        List<Long> numbers = tail.get(20, TimeUnit.SECONDS).stream()
                .map(line -> new JsonObject(line).getLong("n"))
                .toList();
        assertThat(numbers).hasSize(3);
        assertThat(numbers.get(1)).isEqualTo(numbers.get(0) + 1);
        assertThat(numbers.get(2)).isEqualTo(numbers.get(1) + 1);
    }

    @Test
    void tailThatIsCutOffSubscribesAgainAndSaysSo() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try (FaultyProxy proxy = new FaultyProxy(Integer.parseInt(gateway.replaceFirst(".*:", "")))) {
            // More rows than can wait in the gateway when the tail subscribes, so that the cut comes before the last of
            // them.
            String[] words = {"tail", "note", "--rows", "5000", "--json", "--gateway", ":" + proxy.port()};
            String many = Files.writeString(dir.resolve("many.jsonl"), "{\"n\":1}\n".repeat(1000))
                    .toString();
            CompletableFuture<Integer> tail = CompletableFuture.supplyAsync(
                    () -> Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words));
            boolean cut = false;
            while (!tail.isDone()) {
                if (cut) {
                    done("send", "note", "--file", many);
                } else {
                    done("send", "note", "{\"n\":1}");
                }
                if (!cut && !out.toString().isEmpty()) {
                    proxy.end(FaultyProxy.Ending.CUT);
                    cut = true;
                }
            }
            assertThat(tail.get()).isZero();
            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .startsWith("tickbus: 127.0.0.1:" + proxy.port() + ": ")
                    .endsWith("; subscribes again: rows that were printed before may come again,"
                            + " and rows that were published meanwhile may be missing");
            assertThat(out.toString().lines()).hasSize(5000);
        }
    }

    @Test
    void whatIsRefusedIsToldInOneLine() throws Exception {
        Path bad = Files.writeString(dir.resolve("bad.jsonl"), "{\"n\":4}\n\n{\"n\":\"many\"}\n");

        assertThat(failed("send", "nothing", "{}")).isEqualTo("tickbus: no table nothing; there are last, note, word");
        assertThat(failed("query", "select from note"))
                .isEqualTo(
                        "tickbus: no table select from note; there are last, note, word; a query goes with tickbus q");
        assertThat(failed("query", "nothing")).isEqualTo("tickbus: no table nothing; there are last, note, word");
        assertThat(failed("tail", "nothing")).isEqualTo("tickbus: no table nothing; there are last, note, word");
        assertThat(failed("send", "note", "--file", bad.toString()))
                .startsWith("tickbus: " + bad + ":3: column n: \"many\" is not a long")
                .endsWith("; 0 rows of the file are in the table");
        assertThat(failed("query", "note", "--where", "n=many"))
                .startsWith("tickbus: --where: column n: \"many\" is not a long");
        assertThat(failed("query", "note", "--where", "q=1"))
                .isEqualTo("tickbus: --where: no column q; note has sym, n, x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"query note", "send note {}", "tail note"})
    void withoutANodeTheySayHowToHaveOne(String words) throws Exception {
        gateway = Peer.closed();

        assertThat(failed(words.split(" ", -1)))
                .isEqualTo("tickbus: no node answers at " + gateway
                        + " (--gateway): Connection refused; tickbus run starts one"
                        + " with the section gateway, --cluster asks a cluster");
    }

    @Test
    void usersHaveRights() throws Exception {
        Path users = dir.resolve("users");
        Files.write(
                users,
                UserFile.readOrEmpty(users)
                        .with("ann", "secret", Rights.of(Permission.READ))
                        .bytes());
        Path password = Files.writeString(dir.resolve("password"), "secret\n");
        gateway = gateway(Map.of("port", 0, "users", users.toString()));
        String[] login = {"--user", "ann", "--password-file", password.toString()};

        assertThat(done("query", "note", "--count", login[0], login[1], login[2], login[3]))
                .containsExactly("0");
        assertThat(failed("send", "note", "{\"n\":1}", login[0], login[1], login[2], login[3]))
                .startsWith("tickbus: " + gateway + ": 'access");
        assertThat(failed("query", "note"))
                .isEqualTo("tickbus: " + gateway + ": access denied, or the connection was lost: q closed it during the"
                        + " handshake; see --user and --password-env");
    }

    @Test
    void statusIsThatOfTheWebPort() {
        CommandLineRun run = CommandLineRun.of("status", "--web", web);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines()).element(0).asString().startsWith(web + "  ");
        assertThat(run.out()).contains("owner local, epoch ", "note");
        JsonObject json = new JsonObject(
                CommandLineRun.of("status", "--web", web, "--json").out());
        assertThat(json.getJsonArray("tables")).hasSize(3);
    }

    @Test
    void configurationThatListsMembersLeadsToTheirCluster() throws Exception {
        String closed = Peer.closed();
        Path conf = Files.writeString(dir.resolve("p.yaml"), "cluster: {members: [\"" + closed + "\"]}\n");

        CommandLineRun ofCluster = CommandLineRun.of("query", "note", "--conf", conf.toString());
        assertThat(ofCluster.errLines())
                .containsExactly("tickbus: no cluster at " + closed + " (cluster.members, --members)");
        assertThat(ofCluster.exitCode()).isEqualTo(11);
        assertThat(done("query", "note", "--count", "--conf", conf.toString()))
                .as("with --gateway")
                .containsExactly("0");
    }
}
