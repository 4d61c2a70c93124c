package io.tickbus.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.VectorBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradingDayTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource({
        "2026-11-30, PT9H30M, 2026-11-30T14:30:00Z",
        "2026-11-30, PT-1S, 2026-11-30T04:59:59Z",
        "2026-11-30, PT25H, 2026-12-01T06:00:00Z",
        // Clocks go forward from 2:00 to 3:00. A time in the gap is moved by an hour.
        "2026-03-08, PT1H59M59.999999999S, 2026-03-08T06:59:59.999999999Z",
        "2026-03-08, PT2H30M, 2026-03-08T07:30:00Z",
        "2026-03-08, PT3H, 2026-03-08T07:00:00Z",
        "2026-03-08, PT9H30M, 2026-03-08T13:30:00Z",
        // Clocks go back from 2:00 to 1:00. A time that comes twice is the earlier one.
        "2026-11-01, PT0H30M, 2026-11-01T04:30:00Z",
        "2026-11-01, PT1H30M, 2026-11-01T05:30:00Z",
        "2026-11-01, PT2H, 2026-11-01T07:00:00Z"
    })
    void timeOfDayIsWhatAClockOnTheWallShows(LocalDate date, Duration sinceMidnight, Instant instant) {
        assertThat(TradingDay.of(date, NEW_YORK).instant(sinceMidnight)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "+05:30",
                "America/New_York",
                "Europe/Zurich",
                "Asia/Tokyo",
                "Australia/Lord_Howe",
                "Pacific/Apia",
                "Africa/Casablanca"
            })
    void everyInstantIsThatOfTheTimeZoneRules(String name) {
        ZoneId zone = ZoneId.of(name);
        Random random = new Random(11);
        for (LocalDate date = LocalDate.of(2011, 12, 25); date.getYear() < 2014; date = date.plusDays(1)) {
            TradingDay day = TradingDay.of(date, zone);
            for (int i = 0; i < 20; i++) {
                Duration time = Duration.ofSeconds(random.nextInt(4 * 86_400) - 86_400, random.nextInt(1_000_000_000));
                assertThat(day.instant(time))
                        .isEqualTo(date.atStartOfDay().plus(time).atZone(zone).toInstant());
            }
        }
    }

    @Test
    void logsNameGivesTheDate() {
        TradingDay day = TradingDay.ofLog("/data/sym2026.11.30", NEW_YORK);

        assertThat(day)
                .isEqualTo(TradingDay.of(LocalDate.of(2026, 11, 30), NEW_YORK))
                .hasToString("2026-11-30 America/New_York");
        assertThat(day.hashCode())
                .isEqualTo(TradingDay.of(day.date(), day.zone()).hashCode());
        assertThat(day).isNotEqualTo(TradingDay.of(day.date(), ZoneId.of("UTC")));
    }

    @Test
    void logsNameWithoutADateIsRefused() {
        assertThatThrownBy(() -> TradingDay.ofLog("sym", NEW_YORK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the log's name \"sym\" does not end with a date, as sym2026.11.30 does;"
                        + " use TradingDay.of(date, zone)");
    }

    @Test
    void instantIsWrittenAsTheTimeOfDay() throws Throwable {
        assertThat(write("2026-11-30T14:30:00Z")).isEqualTo(new LongVector(QType.TIMESPAN, 34_200_000_000_000L));
        assertThat(write("2026-11-29T14:30:00Z")).isEqualTo(new LongVector(QType.TIMESPAN, -52_200_000_000_000L));
    }

    @Test
    void secondOneOfAnHourThatComesTwiceIsRefused() throws Throwable {
        TradingDay day = TradingDay.of(LocalDate.of(2026, 11, 1), NEW_YORK);
        VectorBuilder column = new VectorBuilder(QType.TIME, 1);

        ClockCells.add(column, Instant.parse("2026-11-01T05:30:00Z"), day);
        assertThatThrownBy(() -> ClockCells.add(column, Instant.parse("2026-11-01T06:30:00Z"), day))
                .isInstanceOf(CellException.class)
                .hasMessage("2026-11-01T06:30:00Z is in the hour that the clocks of America/New_York show twice,"
                        + " and a time cannot tell which; write it to a timestamp");
    }

    private static Object write(String instant) throws Throwable {
        return ConversionsTest.write(QType.TIMESPAN, Instant.class, Instant.parse(instant));
    }
}
