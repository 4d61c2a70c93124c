package io.tickbus.tickerplant;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.access.QClients;
import io.tickbus.access.RightsMatrix;
import io.tickbus.config.TickerplantConfig;
import io.tickbus.publish.LogDirectory;
import io.tickbus.publish.PublicationLog;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each call of the embedded tickerplant with each right and with none. */
@Timeout(120)
class TickerplantMatrixTest {
    private static final int LIMIT_SECONDS = 20;

    /** The answers of {@link QClients#call}. */
    private static final RightsMatrix MATRIX = new RightsMatrix("""
            .u.t                         | out yes  yes  yes  no   no   no
            .u.i                         | out null yes  null null null null
            .u.L                         | out null yes  null null null null
            read1 (.u.L;0;1)             | out no   yes  no   no   no   no
            hcount .u.L                  | out no   yes  no   no   no   no
            .u.upd[`trade;(`a;1)]        | out no   no   no   yes  yes  no
            upd[`trade;(`a;1)]           | out no   no   no   yes  yes  no
            .u.end 2026.08.20            | out no   no   no   no   no   yes
            .u.d                         | out yes  yes  yes  yes  yes  yes
            enlist 1                     | out yes  yes  yes  yes  yes  yes
            .u.sub[`trade;`]             | out no   yes  yes  no   no   no
            .u.sub[`;`]                  | out no   yes  no   no   no   no
            """);

    private final Vertx vertx = Vertx.vertx();

    @SuppressWarnings("NullAway.Init")
    private QClients clients;

    @BeforeEach
    void deploy(@TempDir Path folder) throws Exception {
        Path users = folder.resolve("users");
        Map<String, String> tokens = RightsMatrix.writeUsers(users);
        Schema table = new Schema(List.of("sym", "n"), List.of(QType.SYMBOL, QType.LONG), 0);
        Map<String, Object> keys = Map.of(
                "port", 0,
                "feed", Map.of("kind", "none"),
                "users", users.toString(),
                "logDir", folder.resolve("log").toString());
        TickerplantVerticle tickerplant = new TickerplantVerticle(
                TickerplantConfig.of(keys, Map.of()),
                Map.of("trade", table, "secret", table),
                Clock.fixed(Instant.parse("2026-08-21T09:30:00Z"), ZoneOffset.UTC));
        vertx.deployVerticle(tickerplant).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        clients = new QClients(tickerplant.port(), tokens);
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

    @Test
    void eachNameIsInTheMatrix() throws Exception {
        PublicationLog.Listener listener = new PublicationLog.Listener() {
            @Override
            public void failed(String reason) {}

            @Override
            public void recovered() {}
        };
        TreeSet<String> names = new TreeSet<>(vertx.executeBlocking(() -> {
                    PublicationLog log =
                            new PublicationLog(vertx, "tickerplant", null, LogDirectory::open, 1, listener);
                    Tickerplant tickerplant = new Tickerplant(Map.of(), false, log, Clock.systemUTC());
                    return TickerplantCalls.of(tickerplant, vertx).names();
                })
                .await(LIMIT_SECONDS, TimeUnit.SECONDS));
        for (String call : MATRIX.calls()) {
            names.removeIf(call::contains);
        }
        assertThat(names).isEmpty();
    }
}
