package io.tickbus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebConfigTest {
    @Test
    void withoutTheSectionThereIsNoneAndWithoutKeysItIsForThisMachineOnly() {
        assertThat(PipelineConfig.of(Map.of("tickerplant", Map.of()), Map.of()).web())
                .isNull();
        assertThat(WebConfig.of(Map.of(), Map.of()))
                .isEqualTo(new WebConfig(ListenerConfig.loopback(8080), null, List.of(), false, 1024, 10_000, 0));
    }

    @Test
    void everythingWrongIsToldAtOnce() {
        assertThatThrownBy(() -> WebConfig.of(
                        Map.of("port", 65_536, "readyLagMsMax", 0, "connectionsMax", 0, "hosts", "a"), Map.of()))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        wrong -> assertThat(wrong.problems().stream().map(Problem::path))
                                .containsExactlyInAnyOrder("port", "readyLagMsMax", "connectionsMax", "hosts"));
    }
}
