package io.tickbus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {
    @Test
    void withoutKeysAnyoneMayConnectOnThisMachineInTheClear() {
        GatewayConfig config = GatewayConfig.of(Map.of(), Map.of());

        assertThat(config.listener().host()).isEqualTo("127.0.0.1");
        assertThat(config.listener().port()).isEqualTo(5012);
        assertThat(config.listener().users()).isNull();
        assertThat(config.listener().tls()).isNull();
        assertThat(config.idleMsMax()).isZero();
        assertThat(config.queuedBytesMax()).isEqualTo(config.replyBytesMax());
    }

    @Test
    void everythingWrongIsToldAtOnce() {
        Map<String, ?> tree = Map.of(
                "users", "conf/users", "replyBytesMax", 1023, "idleMsMax", -1, "conectionsMax", 5, "tls", Map.of());

        assertThatThrownBy(() -> GatewayConfig.of(tree, Map.of()))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        wrong -> assertThat(wrong.problems().stream().map(Problem::path))
                                .containsExactlyInAnyOrder(
                                        "replyBytesMax", "idleMsMax", "conectionsMax", "tls.keyStore", "tls.password"));
        assertThat(GatewayConfig.of(Map.of("users", "conf/users"), Map.of())
                        .listener()
                        .users())
                .isEqualTo(Path.of("conf/users"));
    }
}
