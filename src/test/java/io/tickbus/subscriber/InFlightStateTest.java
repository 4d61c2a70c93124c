package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InFlightStateTest {
    @ParameterizedTest
    @EnumSource(
            value = InFlightState.class,
            names = {"CLOSED"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyStateCanStartASessionAndCanBeClosed(InFlightState state) {
        assertThat(state.to(InFlightState.SENDING)).isEqualTo(InFlightState.SENDING);
        assertThat(state.to(InFlightState.CLOSED)).isEqualTo(InFlightState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(InFlightState.class)
    void nothingFollowsClosed(InFlightState next) {
        assertThatThrownBy(() -> InFlightState.CLOSED.to(next))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("CLOSED cannot become " + next);
    }

    @Test
    void rowsAreLostOnlyWhileTheOwnersStateIsRequested() {
        assertThat(InFlightState.RECOVERING.to(InFlightState.LOST)).isEqualTo(InFlightState.LOST);
        Arrays.stream(InFlightState.values())
                .filter(state -> state != InFlightState.RECOVERING)
                .forEach(state -> assertThatThrownBy(() -> state.to(InFlightState.LOST))
                        .isInstanceOf(IllegalStateException.class));
    }
}
