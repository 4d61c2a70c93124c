package io.tickbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.access.Permission;
import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import io.tickbus.config.GatewayConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users that may read and users that may append. */
@Timeout(60)
class GatewayRightsTest {
    private final Vertx vertx = Vertx.vertx();
    private int port;

    @BeforeEach
    void deploy(@TempDir Path folder) throws Exception {
        Path users = folder.resolve("users");
        UserFile file = UserFile.readOrEmpty(users)
                .with("reader", "r", Rights.of(Permission.READ))
                .with("feed", "f", Rights.of(Permission.APPEND));
        Files.write(users, file.bytes());
        Map<String, Object> table = Map.of("columns", Map.of("n", "long"));
        StoreConfig store = StoreConfig.of(Map.of("tables", Map.of("numbers", table)));
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "numbers",
                "count numbers",
                "cols `numbers",
                "1#numbers",
                "1 sublist numbers",
                "first numbers",
                "tables[]",
                ".u.sub[`numbers;`]",
                ".u.t",
                ".u.w",
                ".u.add[`numbers;`]",
                "read1 (`:x;0;1)",
                "hcount `:x",
                "select from numbers",
                "get `numbers",
                "key `.",
                ".u.sub[`numbers;`]",
                ".u.sub[`;`]",
                "system \"a\""
            })
    void feedReadsNothing(String text) throws Exception {
        c feed = connect("feed:f");
        assertThatThrownBy(() -> feed.k(text))
                .hasMessageStartingWith("access: ")
                .hasMessageEndingWith("right read");
        feed.close();
    }

    @Test
    void wrongPasswordIsNotLetIn() {
        assertThatThrownBy(() -> connect("feed:r")).hasMessageContaining("access");
    }
}
