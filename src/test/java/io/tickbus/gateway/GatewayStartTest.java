package io.tickbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.config.GatewayConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that cannot start. */
@Timeout(60)
class GatewayStartTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path dir;

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private GatewayVerticle deploy(Map<String, Object> more) throws Exception {
        Map<String, Object> keys = new HashMap<>(Map.of("port", 0, "logDir", dir.toString()));
        keys.putAll(more);
        GatewayVerticle gateway = new GatewayVerticle(GatewayConfig.of(keys, Map.of()));
        vertx.deployVerticle(gateway).await(20, TimeUnit.SECONDS);
        return gateway;
    }

    @Test
    void portInUseLeavesTheLogToOthers() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, Object> taken = Map.of("port", other.getLocalPort());
            assertThatThrownBy(() -> deploy(taken)).hasMessageContaining("in use");
        }

        assertThat(deploy(Map.of()).port()).isPositive();
    }

    @Test
    void usersThatCannotBeReadLeaveTheLogToOthers() throws Exception {
        Map<String, Object> noUsers = Map.of("users", dir.resolve("nobody").toString());
        assertThatThrownBy(() -> deploy(noUsers)).isInstanceOf(IOException.class);

        assertThat(deploy(Map.of()).port()).isPositive();
    }
}
