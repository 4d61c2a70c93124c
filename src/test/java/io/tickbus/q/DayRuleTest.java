package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayRuleTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
    private static final DayRule RULE = new DayRule(TODAY);

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # ended,    log of
            2026-11-30, 2026-11-30
            2026-11-29, 2026-11-30
            2026-11-27, 2026-11-27
            2026-10-30, 2026-10-30
            2026-11-30, 2026-10-30
            2026-12-01, 2026-12-01
            2026-12-01, -
            2015-01-05, 2015-01-05
            2015-01-09, 2015-01-05
            1970-01-01, -
            0001-01-01, -
            2026-11-30, 2099-01-01
            """)
    void dayThatCanHaveEnded(LocalDate day, @Nullable LocalDate logDay) {
        assertThat(RULE.doubt(day, logDay)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            2099-01-01 | 2026-11-30 | 2099-01-01 is 26330 days after today, which is 2026-11-30 by the clock here; at most 1 is believed: check both clocks
            2099-01-01 | 2099-01-01 | 2099-01-01 is 26330 days after today, which is 2026-11-30 by the clock here; at most 1 is believed: check both clocks
            2026-12-02 | -          | 2026-12-02 is 2 days after today, which is 2026-11-30 by the clock here; at most 1 is believed: check both clocks
            2026-12-01 | 2026-11-30 | 2026-12-01 is tomorrow by the clock here, which has 2026-11-30, and the log is of 2026-11-30
            2026-11-28 | 2026-11-30 | 2026-11-28 is 2 days before the log's, which is 2026-11-30; at most 1 is believed
            1970-01-01 | 2026-11-30 | 1970-01-01 is 20787 days before the log's, which is 2026-11-30; at most 1 is believed
            0000-12-31 | -          | 0000-12-31 is no day that can end
            """)
    void dayThatCannotHaveEnded(LocalDate day, @Nullable LocalDate logDay, String doubt) {
        assertThat(RULE.doubt(day, logDay)).isEqualTo(doubt);
    }

    @Test
    void infiniteDateIsToldAndCannotHaveEnded() {
        LocalDate infinite = told(IntVector.INFINITY);
        LocalDate minusInfinite = told(-IntVector.INFINITY);
        assertThat(infinite).isEqualTo(LocalDate.MAX);
        assertThat(minusInfinite).isEqualTo(LocalDate.MIN);
        assertThat(RULE.doubt(LocalDate.MAX, null)).isEqualTo("0Wd is no day that can end");
        assertThat(RULE.doubt(LocalDate.MIN, null)).isEqualTo("-0Wd is no day that can end");
    }

    @Test
    void onlyADateIsTold() {
        assertThat(told(9_830)).isEqualTo(TODAY);
        assertThat(told(Integer.MIN_VALUE)).isNull();
        assertThat(DayRule.dateOf(null)).isNull();
        assertThat(DayRule.dateOf(Atom.symbol("2026.11.30"))).isNull();
        assertThat(DayRule.dateOf(Atom.ofLong(QType.TIMESTAMP, 1))).isNull();
        assertThat(DayRule.dateOf(new IntVector(QType.DATE, new int[] {9_830}))).isNull();
    }

    private static @Nullable LocalDate told(int days) {
        return DayRule.dateOf(Atom.ofInt(QType.DATE, days));
    }

    @Test
    void greatestAndLeastFiniteDatesAreToldAndCannotHaveEnded() {
        for (int days : new int[] {IntVector.INFINITY - 1, -IntVector.INFINITY + 1}) {
            LocalDate day = told(days);
            assertThat(day).isNotNull();
            assertThat(RULE.doubt(day == null ? TODAY : day, null)).contains("is no day that can end");
        }
    }

    @Test
    void dayThatIsNotToldIsThatOfTheLogElseToday() {
        assertThat(RULE.defaultDay("/tp/sym2026.11.27", false)).isEqualTo("2026-11-27");
        assertThat(RULE.defaultDay("/tp/sym2026.11.27", true))
                .as("the log after it")
                .isEqualTo(TODAY);
        assertThat(RULE.defaultDay("/tp/sym2099.01.01", false))
                .as("of a wrong clock")
                .isEqualTo(TODAY);
        assertThat(RULE.defaultDay("/tp/sym2026.02.30", false)).as("no date").isEqualTo(TODAY);
        assertThat(RULE.defaultDay("", false)).isEqualTo(TODAY);
    }

    @Test
    void logAfterAnotherIsOfTheNextDayAtTheEarliest() {
        assertThat(DayRule.ofLog("sym2026.11.27", false)).isEqualTo("2026-11-27");
        assertThat(DayRule.ofLog("sym2026.11.27", true)).isEqualTo("2026-11-28");
        assertThat(DayRule.ofLog("tplog", true)).isNull();
    }

    @Test
    void todayIsThatOfUtc() {
        assertThat(DayRule.at(Instant.parse("2026-11-30T23:59:59Z"))).isEqualTo(RULE);
    }

    @Test
    void logMayBeOfTheDayAfterOneThatWasEndedEarly() {
        assertThat(RULE.isLogAhead(LocalDate.of(2026, 12, 2))).isFalse();
        assertThat(RULE.isLogAhead(LocalDate.of(2026, 12, 3))).isTrue();
    }
}
