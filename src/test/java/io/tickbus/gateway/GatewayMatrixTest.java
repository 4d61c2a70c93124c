package io.tickbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.access.QClients;
import io.tickbus.access.RightsMatrix;
import io.tickbus.chain.ChainedTickerplant;
import io.tickbus.config.GatewayConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each call of the gateway with each right and with none. */
@Timeout(120)
class GatewayMatrixTest {
    private static final int LIMIT_SECONDS = 20;

    /** The answers of {@link QClients#call}. */
    private static final RightsMatrix MATRIX = new RightsMatrix("""
            trade                        | out no  yes  yes  no   no   no
            count trade                  | out no  yes  yes  no   no   no
            first trade                  | out no  yes  yes  no   no   no
            last trade                   | out no  yes  yes  no   no   no
            1#trade                      | out no  yes  yes  no   no   no
            1 sublist trade              | out no  yes  yes  no   no   no
            0!trade                      | out no  yes  yes  no   no   no
            cols trade                   | out no  yes  yes  no   no   no
            keys trade                   | out no  yes  yes  no   no   no
            meta trade                   | out no  yes  yes  no   no   no
            type trade                   | out no  yes  yes  no   no   no
            get `trade                   | out no  yes  yes  no   no   no
            value `trade                 | out no  yes  yes  no   no   no
            .Q.s trade                   | out no  yes  yes  no   no   no
            trade[0]                     | out no  yes  yes  no   no   no
            select from trade            | out no  yes  yes  no   no   no
            cols `trade                  | out no  yes  yes  no   no   no
            keys `trade                  | out no  yes  yes  no   no   no
            meta `trade                  | out no  yes  yes  no   no   no
            0 1 sublist trade            | out no  yes  yes  no   no   no
            count select from trade      | out no  yes  yes  no   no   no
            select[1] from trade         | out no  yes  yes  no   no   no
            select n from select[1] from trade | out no  yes  yes  no   no   no
            trade[`n]                    | out no  yes  yes  no   no   no
            trade[]                      | out no  yes  yes  no   no   no
            1+count trade                | out no  yes  yes  no   no   no
            1_get `trade                 | out no  yes  yes  no   no   no
            enlist count trade           | out no  yes  yes  no   no   no
            tables[]                     | out yes yes  yes  no   no   no
            key `.                       | out yes yes  yes  no   no   no
            system "a"                   | out yes yes  yes  no   no   no
            .u.t                         | out yes yes  yes  no   no   no
            .u.w                         | out no  yes  no   no   no   no
            read1 (`:x;0;1)              | out no  fail no   no   no   no
            hcount `:x                   | out no  fail no   no   no   no
            .u.i                         | out null yes null null null null
            .u.L                         | out null yes null null null null
            .u.upd[`trade;enlist 1]      | out no  no   no   yes  yes  no
            upd[`trade;enlist 1]         | out no  no   no   yes  yes  no
            1+1                          | out yes yes  yes  yes  yes  yes
            views[]                      | out yes yes  yes  yes  yes  yes
            .Q.res                       | out yes yes  yes  yes  yes  yes
            .u.d                         | out yes yes  yes  yes  yes  yes
            .u.sub[`;`]                  | out yes yes  yes  no   no   no
            .u.sub[`trade;`]             | out no  yes  yes  no   no   no
            .u.add[`trade;`]             | out no  yes  yes  no   no   no
            """);

    private final Vertx vertx = Vertx.vertx();

    @SuppressWarnings("NullAway.Init")
    private QClients clients;

    private GatewayConfig config = GatewayConfig.of(Map.of("port", 0), Map.of());

    @BeforeEach
    void deploy(@TempDir Path folder) throws Exception {
        Path users = folder.resolve("users");
        Map<String, String> tokens = RightsMatrix.writeUsers(users);
        Map<String, Object> table = Map.of("columns", Map.of("n", "long"));
        StoreConfig store = StoreConfig.of(Map.of("tables", Map.of("trade", table, "secret", table)));
        vertx.deployVerticle(new TableVerticle(store)).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        config = GatewayConfig.of(
                Map.of(
                        "port",
                        0,
                        "users",
                        users.toString(),
                        "logDir",
                        folder.resolve("log").toString()),
                Map.of());
        GatewayVerticle gateway = new GatewayVerticle(config);
        vertx.deployVerticle(gateway).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        clients = new QClients(gateway.port(), tokens);
        assertThat(clients.call("appender", ".u.upd[`trade;enlist 7]")).isEqualTo("yes");
        assertThat(clients.call("other", ".u.upd[`secret;enlist 7]")).isEqualTo("yes");
    }

    @AfterEach
    void close() throws Exception {
        clients.close();
        vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void eachUserGetsWhatItsRightsPermit() throws Exception {
        MATRIX.check(clients::call);
    }

    private Future<Set<String>> names() {
        Clock clock = Clock.systemUTC();
        return ChainedTickerplant.start(vertx, 0, null, clock)
                .map(chain -> GatewayVerticle.calls(vertx, config, 0, "host", clock, chain)
                        .definitions()
                        .names());
    }

    @Test
    void eachNameIsInTheMatrix() throws Exception {
        TreeSet<String> missing = new TreeSet<>(
                vertx.executeBlocking(this::names).compose(names -> names).await(LIMIT_SECONDS, TimeUnit.SECONDS));
        missing.removeIf(name -> name.startsWith(".z.")); // They describe the server and the caller.
        for (String call : MATRIX.calls()) {
            missing.removeIf(call::contains);
        }
        assertThat(missing).isEmpty();
    }
}
