package io.tickbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.kx.c;
import io.tickbus.access.AuditTrail;
import io.tickbus.access.Permission;
import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import io.tickbus.config.GatewayConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.server.Logged;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Users that may read, users that may append, and users that may do so with one table. */
@Timeout(60)
class GatewayRightsTest {
    private final Vertx vertx = Vertx.vertx();
    private int port;

    @BeforeEach
    void deploy(@TempDir Path folder) throws Exception {
        Path users = folder.resolve("users");
        UserFile file = UserFile.readOrEmpty(users)
                .with("reader", "r", Rights.of(Permission.READ))
                .with("feed", "f", Rights.of(Permission.APPEND))
                .with("one", "o", Rights.parse("read=numbers,append=numbers"));
        Files.write(users, file.bytes());
        Map<String, Object> table = Map.of("columns", Map.of("n", "long"));
        StoreConfig store = StoreConfig.of(Map.of("tables", Map.of("numbers", table, "secret", table)));
        vertx.deployVerticle(new TableVerticle(store)).await(20, TimeUnit.SECONDS);
        GatewayConfig config = GatewayConfig.of(Map.of("port", 0, "users", users.toString()), Map.of());
        GatewayVerticle gateway = new GatewayVerticle(config);
        vertx.deployVerticle(gateway).await(20, TimeUnit.SECONDS);
        port = gateway.port();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private c connect(String user) throws Exception {
        return new c("127.0.0.1", port, user);
    }

    @Test
    void readerReadsAndFeedAppends() throws Exception {
        c feed = connect("feed:f");
        feed.k(".u.upd", "numbers", new Object[] {7L});
        feed.close();

        c reader = connect("reader:r");
        assertThat(reader.k("count numbers")).isEqualTo(1L);
        assertThatThrownBy(() -> reader.k("upd", "numbers", new Object[] {7L}))
                .hasMessage("access: upd: user reader does not have the right append");
        assertThat(reader.k("count numbers")).isEqualTo(1L);
        reader.close();
    }

    @Test
    void userOfOneTableUsesItAndSeesNoOther() throws Exception {
        c one = connect("one:o");
        one.k(".u.upd", "numbers", new Object[] {7L});
        assertThat(one.k("count select from numbers")).isEqualTo(1L);
        assertThat((String[]) one.k("tables[]")).containsExactly("numbers");
        assertThat((String[]) one.k("key `.")).containsExactly("numbers");
        assertThat((String[]) one.k(".u.t")).containsExactly("numbers");
        assertThat(one.k(".u.i")).isNull();
        Object[] all = (Object[]) one.k(".u.sub[`;`]");
        assertThat(all)
                .singleElement()
                .satisfies(table -> assertThat(((Object[]) table)[0]).isEqualTo("numbers"));
        one.close();
    }

    @Test
    void whatUsersDidIsRecordedWithoutTheirRows() throws Exception {
        try (Logged logged = new Logged(AuditTrail.LOGGER, Level.INFO)) {
            c one = connect("one:o");
            String client = "server=gateway user=one client=127.0.0.1:" + one.s.getLocalPort();
            for (int i = 0; i < 3; i++) {
                one.k(".u.upd", "numbers", new Object[] {new long[] {424_242L, 424_243L}});
            }
            one.k("select from numbers");
            assertThatThrownBy(() -> one.k("count secret")).isInstanceOf(c.KException.class);
            one.k(".u.sub[`numbers;`]");
            one.close();
            assertThatThrownBy(() -> connect("one:wrong")).hasMessageContaining("access");
            while (logged.lines().stream().noneMatch(line -> line.contains("wrong user or password"))
                    || logged.lines().stream().noneMatch(line -> line.startsWith("disconnected"))) {
                TimeUnit.MILLISECONDS.sleep(10);
            }

            assertThat(logged.lines())
                    .contains(
                            "connected " + client + " rights=read=numbers,append=numbers",
                            "asked " + client + " table=numbers rows=6 times=1",
                            "refused " + client + " reason=count: user one does not have the right read=secret",
                            "subscribed " + client + " table=numbers",
                            "disconnected " + client)
                    .noneMatch(line -> line.contains("424"))
                    .anyMatch(line -> line.startsWith("refused server=gateway user=one client=127.0.0.1:")
                            && line.endsWith(" reason=wrong user or password, user \"one\""));
            List<String> appended = logged.lines().stream()
                    .filter(line -> line.startsWith("appended " + client + " table=numbers"))
                    .toList();
            assertThat(sum(appended, "rows")).as(appended.toString()).isEqualTo(6);
            assertThat(sum(appended, "times")).as(appended.toString()).isEqualTo(3);
        }
    }

    private static int sum(List<String> lines, String key) {
        return lines.stream()
                .mapToInt(line -> Integer.parseInt(line.replaceAll(".* " + key + "=(\\d+).*", "$1")))
                .sum();
    }

    @Test
    void wrongPasswordIsNotLetIn() {
        assertThatThrownBy(() -> connect("feed:r")).hasMessageContaining("access");
    }
}
