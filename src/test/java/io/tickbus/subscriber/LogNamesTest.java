package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

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
    void nextLogIsThatOfTheNextDay() {
        assertThat(LogNames.after("./sym2026.08.31", DAY)).isEqualTo("./sym2026.09.01");
    }

    @Test
    void nextLogCannotBeToldWithoutADateOrWhenAnotherDayEnded() {
        assertThat(LogNames.after("sym", DAY)).isEmpty();
        assertThat(LogNames.after("", DAY)).isEmpty();
        assertThat(LogNames.after("sym2026.08.30", DAY)).isEmpty();
        assertThat(LogNames.after("sym2026.08.31", null)).isEmpty();
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
    void logsOfTheDaysBetweenAreThoseThatExist() {
        Set<String> here = Set.of("s2026.08.29", "s2026.08.30", "s2026.09.01", "s2026.09.04");
        assertThat(LogNames.from("s2026.08.29", "s2026.09.02", here::contains))
                .containsExactly("s2026.08.29", "s2026.08.30", "s2026.09.01", "s2026.09.02");
    }

    @Test
    void logsOfOtherNamesFollowAtOnce() {
        assertThat(LogNames.from("a2026.08.29", "b2026.09.02", name -> true))
                .containsExactly("a2026.08.29", "b2026.09.02");
        assertThat(LogNames.from("a", "b", name -> true)).containsExactly("a", "b");
    }

    @Test
    void logOfTheNextDayFollowsAtOnce() {
        assertThat(LogNames.from("s2026.08.29", "s2026.08.30", name -> true))
                .containsExactly("s2026.08.29", "s2026.08.30");
    }
}
