package io.tickbus.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimRightsTest {
    private final ClaimRights rights =
            new ClaimRights(Map.of("traders", "read=trade", "feeds", "append=trade,read=quote", "ops", "read,admin"));

    @Test
    void rightsOfAllGroupsAddUp() {
        assertThat(rights.of(List.of("traders", "feeds", "guests")).text())
                .isEqualTo("read=quote,read=trade,append=trade");
        assertThat(rights.of(List.of("ops", "traders")).text()).isEqualTo("read,admin");
        assertThat(rights.of("traders").text()).isEqualTo("read=trade");
    }

    @Test
    void claimThatNamesNoGroupHasNoRights() {
        assertThat(rights.of(null)).isEqualTo(Rights.NONE);
        assertThat(rights.of(List.of())).isEqualTo(Rights.NONE);
        assertThat(rights.of(List.of(1, Map.of("ops", true)))).isEqualTo(Rights.NONE);
        assertThat(rights.of(Map.of("ops", true))).isEqualTo(Rights.NONE);
        assertThat(rights.of("ops,traders")).isEqualTo(Rights.NONE);
    }

    @Test
    void wrongRightsAreNamedWithTheirGroup() {
        Map<String, String> wrong = Map.of("a", "write", "b", "read=", "c", "read");
        assertThat(ClaimRights.problems(wrong))
                .containsOnly(
                        Map.entry("a", "\"write\" is no right; expected read, append, admin"),
                        Map.entry("b", "\"\" is no name of a table"));
        assertThatThrownBy(() -> new ClaimRights(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
}
