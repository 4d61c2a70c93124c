package io.tickbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.NodeProgram;
import io.tickbus.config.GatewayConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** npm's node-q before a gateway: another author's idea of q's wire format, and a little-endian one. */
@Timeout(240)
class NodeQTest {
    private static final String VERSION = "2.7.0";

    /** Asks one thing after the other and prints one line of JSON. */
    private static final String SCRIPT = """
            const q = require('node-q');
            const asked = [['sum', '1+1'], ['tables', 'tables[]'], ['count', 'count trade'], ['rows', '2#trade'],
                ['keyed', '1#latest'], ['error', 'nosuch']];
            q.connect({host: '127.0.0.1', port: +process.argv[2], nanos2date: false}, (failure, con) => {
                if (failure) throw failure;
                con.k('.u.upd', q.symbol('trade'), q.mixedlist([q.symbols(['A', 'B']), q.floats([1.5, 2.5])]), failed => {
                    if (failed) throw failed;
                    con.k('upd', q.symbol('latest'), q.mixedlist([q.symbols(['X']), q.floats([3])]), () => ask(0, {}));
                });
                const ask = (i, answers) => {
                    if (i === asked.length) {
                        console.log(JSON.stringify(answers));
                        return con.close();
                    }
                    con.k(asked[i][1], (error, answer) => {
                        answers[asked[i][0]] = error ? error.message : answer;
                        ask(i + 1, answers);
                    });
                };
            });
            """;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void asksAndAppends() throws Exception {
        Path folder = NodeProgram.install("node-q", VERSION);
        Map<String, Object> trade = Map.of("columns", columns("sym", "price"));
        Map<String, Object> latest = Map.of("columns", columns("sym", "price"), "keys", List.of("sym"));
        StoreConfig store = StoreConfig.of(Map.of("tables", Map.of("trade", trade, "latest", latest)));
        vertx.deployVerticle(new TableVerticle(store)).await(20, TimeUnit.SECONDS);
        GatewayVerticle gateway = new GatewayVerticle(GatewayConfig.of(Map.of("port", 0), Map.of()));
        vertx.deployVerticle(gateway).await(20, TimeUnit.SECONDS);
        Files.writeString(folder.resolve("ask.js"), SCRIPT);

        JsonObject answers =
                new JsonObject(NodeProgram.run(folder, 30, "node", "ask.js", String.valueOf(gateway.port())));
        assertThat(answers.getInteger("sum")).isEqualTo(2);
        assertThat(answers.getJsonArray("tables")).containsExactly("latest", "trade");
        assertThat(answers.getInteger("count")).isEqualTo(2);
        assertThat(answers.getJsonArray("rows").encode())
                .isEqualTo("[{\"sym\":\"A\",\"price\":1.5},{\"sym\":\"B\",\"price\":2.5}]");
        assertThat(answers.getJsonArray("keyed").encode()).isEqualTo("[[{\"sym\":\"X\"}],[{\"price\":3}]]");
        assertThat(answers.getString("error")).isEqualTo("nosuch");
    }

    private static Map<String, Object> columns(String symbol, String number) {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put(symbol, "symbol");
        columns.put(number, "float");
        return columns;
    }
}
