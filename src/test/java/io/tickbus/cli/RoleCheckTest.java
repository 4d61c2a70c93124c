package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.PipelineConfig;
import io.tickbus.pipeline.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleCheckTest {
    private static final PipelineConfig CONFIG = PipelineConfig.of(
            Map.of(
                    "tickerplant", Map.of("port", 6010),
                    "subscribers", List.of(Map.of("name", "main")),
                    "web", Map.of("port", 6080)),
            Map.of());

    private static List<Role> unreachable(Role... wanted) {
        return new RoleCheck(CONFIG, Set.of(wanted)).unreachable();
    }

    @Test
    void rolesThatANodeNeedsAndCannotReachAreNamed() {
        assertThat(unreachable(Role.TABLE)).containsExactly(Role.SUBSCRIBER, Role.WEB);
        assertThat(unreachable(Role.TICKERPLANT, Role.SUBSCRIBER)).containsExactly(Role.TABLE, Role.WEB);
        assertThat(unreachable(Role.GATEWAY)).contains(Role.TABLE);
    }

    @Test
    void nodeThatIsOfUseAloneNeedsNoOther() {
        assertThat(unreachable()).isEmpty();
        assertThat(unreachable(Role.TICKERPLANT)).isEmpty();
        assertThat(unreachable(Role.SUBSCRIBER, Role.TABLE)).isEmpty();
        assertThat(unreachable(Role.TABLE, Role.GATEWAY)).isEmpty();
    }
}
