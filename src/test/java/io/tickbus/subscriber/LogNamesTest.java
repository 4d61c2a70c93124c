package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.replication.LogPosition;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which log follows which, by their names. */
class LogNamesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 8, 31);

    @Test
    void dateIsAtTheEndOfTheName() {
        assertThat(LogNames.date("/logs/sym2026.08.31")).isEqualTo(DAY);
        assertThat(LogNames.date("2026.08.31")).isEqualTo(DAY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sym", "sym2026.08.31.gz", "sym2026-08-31", "sym2026.13.01", "sym2026.02.30", "symx026.08.31"
            })
    void nameWithoutADateHasNone(String name) {
        assertThat(LogNames.date(name)).isNull();
    }

    @Test
    void logAfterAnEndFollowsThatOfTheDayThatEnded() {
        assertThat(LogNames.after("./sym2026.08.31", DAY)).isEqualTo(LogPosition.startAfter("./sym2026.08.31"));
        assertThat(LogNames.after("./sym2026.08.28", DAY)).isEqualTo(LogPosition.startAfter("./sym2026.08.31"));
        assertThat(LogNames.after("./sym2026.08.31", null)).isEqualTo(LogPosition.startAfter("./sym2026.08.31"));
        assertThat(LogNames.after("sym", DAY)).isEqualTo(LogPosition.startAfter("sym"));
        assertThat(LogNames.after("", DAY)).isEqualTo(LogPosition.startAfter(""));
    }

    @Test
    void placeBehindAnEndIsInTheNextLogThatExists() throws IOException {
        Set<String> here = Set.of("s2026.08.28", "s2026.08.31");
        LogPosition friday = new LogPosition("s2026.08.28", 7, 0, true);
        assertThat(LogNames.resolve(friday, "s2026.08.31", here::contains))
                .isEqualTo(new LogPosition("s2026.08.31", 7));
        assertThat(LogNames.resolve(friday, "s2026.09.01", here::contains))
                .isEqualTo(new LogPosition("s2026.08.31", 7));
        assertThat(LogNames.resolve(new LogPosition("", 7, 0, true), "tick", here::contains))
                .isEqualTo(new LogPosition("tick", 7));
    }

    @Test
    void placeThatIsTheLogsOwnOrWhoseDayGoesOnIsLeft() throws IOException {
        LogPosition told = new LogPosition("s2026.08.28", 7);
        assertThat(LogNames.resolve(told, "s2026.08.31", name -> true)).isEqualTo(told);
        LogPosition ended = new LogPosition("s2026.08.31", 7, 0, true);
        assertThat(LogNames.resolve(ended, "s2026.08.31", name -> true)).isEqualTo(ended);
    }

    @Test
    void laterLogDoesNotPrecede() {
        assertThat(LogNames.mayPrecede("sym2026.08.30", "sym2026.08.31")).isTrue();
        assertThat(LogNames.mayPrecede("sym2026.08.31", "sym2026.08.31")).isFalse();
        assertThat(LogNames.mayPrecede("sym2026.09.01", "sym2026.08.31")).isFalse();
        assertThat(LogNames.mayPrecede("sym2026.09.01", "tick2026.08.31")).isTrue();
        assertThat(LogNames.mayPrecede("a", "b")).isTrue();
    }

    @Test
    void logsOfTheDaysBetweenAreThoseThatExist() throws IOException {
        Set<String> here = Set.of("s2026.08.29", "s2026.08.30", "s2026.09.01", "s2026.09.04");
        assertThat(LogNames.from("s2026.08.29", "s2026.09.02", here::contains))
                .containsExactly("s2026.08.29", "s2026.08.30", "s2026.09.01", "s2026.09.02");
    }

    @Test
    void logsOfOtherNamesFollowAtOnce() throws IOException {
        assertThat(LogNames.from("a2026.08.29", "b2026.09.02", name -> true))
                .containsExactly("a2026.08.29", "b2026.09.02");
        assertThat(LogNames.from("a", "b", name -> true)).containsExactly("a", "b");
    }

    @Test
    void logOfTheNextDayFollowsAtOnce() throws IOException {
        assertThat(LogNames.from("s2026.08.29", "s2026.08.30", name -> true))
                .containsExactly("s2026.08.29", "s2026.08.30");
    }
}
