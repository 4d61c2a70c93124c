package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemporalTextTest {
    private static final long SEED = 20260821;

    @ParameterizedTest
    @CsvSource({
        "TIMESTAMP, 0, 2000.01.01D00:00:00.000000000, 2000-01-01T00:00:00.000000000Z",
        "TIMESTAMP, 840619800123456789, 2026.08.21D09:30:00.123456789, 2026-08-21T09:30:00.123456789Z",
        "TIMESTAMP, -1, 1999.12.31D23:59:59.999999999, 1999-12-31T23:59:59.999999999Z",
        "TIMESTAMP, 9223372036854775806, 2292.04.10D23:47:16.854775806, 2292-04-10T23:47:16.854775806Z",
        "TIMESTAMP, -9223372036854775806, 1707.09.22D00:12:43.145224194, 1707-09-22T00:12:43.145224194Z",
        "MONTH, 319, 2026.08, 2026-08",
        "MONTH, -1, 1999.12, 1999-12",
        "MONTH, -24000, 0000.01, 0000-01",
        "MONTH, 96000, 10000.01, +10000-01",
        "DATE, 9729, 2026.08.21, 2026-08-21",
        "DATE, -1, 1999.12.31, 1999-12-31",
        "DATE, -730120, 0000.12.31, 0000-12-31",
        "DATE, -730486, -0001.12.31, -0001-12-31",
        "DATE, 2921940, 10000.01.01, +10000-01-01",
        "TIMESPAN, 34200000000001, 0D09:30:00.000000001, 0D09:30:00.000000001",
        "TIMESPAN, 93784000000000, 1D02:03:04.000000000, 1D02:03:04.000000000",
        "TIMESPAN, -1000000000, -0D00:00:01.000000000, -0D00:00:01.000000000",
        "TIMESPAN, 9223372036854775806, 106751D23:47:16.854775806, 106751D23:47:16.854775806",
        "MINUTE, 570, 09:30, 09:30",
        "MINUTE, 1500, 25:00, 25:00",
        "MINUTE, -1, -00:01, -00:01",
        "SECOND, 34201, 09:30:01, 09:30:01",
        "SECOND, -90000, -25:00:00, -25:00:00",
        "TIME, 34201250, 09:30:01.250, 09:30:01.250",
        "TIME, -34201250, -09:30:01.250, -09:30:01.250",
        "TIME, 360000000, 100:00:00.000, 100:00:00.000"
    })
    void temporalHasAFormInQAndInIso(QType type, long raw, String q, String iso) {
        assertThat(TemporalText.q(type, raw)).isEqualTo(q);
        assertThat(TemporalText.iso(type, raw)).isEqualTo(iso);
        assertThat(TemporalText.parseIso(type, iso)).isEqualTo(raw);
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMESTAMP", "MONTH", "DATE", "TIMESPAN", "MINUTE", "SECOND", "TIME"})
    void everyFiniteNumberComesBackExactly(QType type) {
        boolean narrow = type.bytes() == Integer.BYTES;
        long max = (narrow ? IntVector.INFINITY : LongVector.INFINITY) - 1;
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            long word = random.nextLong() >> random.nextInt(64);
            long raw = i == 0 ? max : i == 1 ? -max : i == 2 ? 0 : narrow ? (int) word : word;
            assertThat(TemporalText.parseIso(type, TemporalText.iso(type, raw))).isEqualTo(raw);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMESTAMP", "MONTH", "DATE", "TIMESPAN", "MINUTE", "SECOND", "TIME"})
    void nullsAndInfinitiesComeBackInTheSizeOfTheirType(QType type) {
        boolean narrow = type.bytes() == Integer.BYTES;
        assertThat(TemporalText.parseIso(type, "0N")).isEqualTo(narrow ? IntVector.NULL : LongVector.NULL);
        assertThat(TemporalText.parseIso(type, "0W")).isEqualTo(narrow ? IntVector.INFINITY : LongVector.INFINITY);
        assertThat(TemporalText.parseIso(type, "-0W")).isEqualTo(narrow ? -IntVector.INFINITY : -LongVector.INFINITY);
        for (String text : new String[] {"0N", "0W", "-0W"}) {
            assertThat(TemporalText.iso(type, TemporalText.parseIso(type, text)))
                    .isEqualTo(text);
        }
        assertThat(TemporalText.iso(type, LongVector.NULL)).isEqualTo("0N");
        assertThat(TemporalText.iso(type, -LongVector.INFINITY)).isEqualTo("-0W");
    }

    @ParameterizedTest
    @CsvSource({
        "TIMESTAMP, 2026-08-21T09:30, 840619800000000000",
        "TIMESTAMP, 2026-08-21T09:30:00.5, 840619800500000000",
        "TIMESPAN, 09:30:00, 34200000000000",
        "TIMESPAN, 26:00:00.5, 93600500000000",
        "TIME, 09:30:00, 34200000",
        "TIME, 09:30:00.5, 34200500"
    })
    void digitsZoneAndDaysMayBeMissing(QType type, String text, long raw) {
        assertThat(TemporalText.parseIso(type, text)).isEqualTo(raw);
    }

    @ParameterizedTest
    @CsvSource({
        "TIMESTAMP, 2026-08-21",
        "TIMESTAMP, 2026-08-21T09:30:00+02:00",
        "TIMESTAMP, 2026-02-30T09:30:00Z",
        "TIMESTAMP, ''",
        "MONTH, 2026-13",
        "MONTH, 2026-08-21",
        "DATE, 2026.08.21",
        "DATE, 2026-02-29",
        "TIMESPAN, 1D",
        "TIMESPAN, 09:60:00",
        "TIMESPAN, 09:30:00.1234567890",
        "TIMESPAN, 09:30",
        "MINUTE, 09:30:00",
        "MINUTE, 9:30",
        "SECOND, 09:30:00.0",
        "TIME, 1D02:03:04",
        "TIME, 09:30:00.1234",
        "TIME, noon"
    })
    void textOfAnotherFormIsRefusedWithTheOneExpected(QType type, String text) {
        assertThatThrownBy(() -> TemporalText.parseIso(type, text))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining('"' + text + '"')
                .hasMessageContaining(type + " such as ");
    }

    @ParameterizedTest
    @CsvSource({
        "TIMESTAMP, 2292-04-10T23:47:16.854775807Z",
        "TIMESTAMP, 1707-09-22T00:12:43.145224193Z",
        "TIMESTAMP, 9999-01-01T00:00:00Z",
        "MONTH, +178958970-08",
        "DATE, +999999999-01-01",
        "TIMESPAN, 106751D23:47:16.854775807",
        "TIMESPAN, 9999999999999999999D00:00:00",
        "MINUTE, 35791394:07",
        "MINUTE, 9999999999999999999:07",
        "SECOND, 596523:14:07",
        "TIME, 596:31:23.647"
    })
    void whatItsTypeCannotHoldIsOutOfRange(QType type, String text) {
        assertThatThrownBy(() -> TemporalText.parseIso(type, text))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage('"' + text + "\" is out of the range of a " + type);
    }

    @Test
    void numberPastItsTypeIsRefused() {
        assertThatThrownBy(() -> TemporalText.iso(QType.DATE, 1L << 40))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("out of the range of a date");
    }

    @Test
    void typesThatAreNoTemporalsAreRefused() {
        assertThatThrownBy(() -> TemporalText.iso(QType.LONG, 1)).hasMessageContaining("long is not a temporal");
        assertThatThrownBy(() -> TemporalText.q(QType.DATETIME, 1)).hasMessageContaining("datetime is not a temporal");
        assertThatThrownBy(() -> TemporalText.parseIso(QType.LONG, "1")).hasMessageContaining("long is not a temporal");
        assertThat(TemporalText.isTemporal(QType.DATETIME)).isTrue();
        assertThat(TemporalText.isTemporal(QType.SYMBOL)).isFalse();
    }

    @Test
    void quotedTextIsShortened() {
        assertThatThrownBy(() -> TemporalText.parseIso(QType.DATE, "x".repeat(1000)))
                .message()
                .hasSizeLessThan(150);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2000.01.01T00:00:00.000, 2000-01-01T00:00:00.000Z",
        "0.5, 2000.01.01T12:00:00.000, 2000-01-01T12:00:00.000Z",
        "-0.25, 1999.12.31T18:00:00.000, 1999-12-31T18:00:00.000Z",
        "9729.395833333334, 2026.08.21T09:30:00.000, 2026-08-21T09:30:00.000Z",
        "-0.000000000001, 2000.01.01T00:00:00.000, 1999-12-31T23:59:59.999999914Z",
        "NaN, 0N, 0N",
        "Infinity, 0w, 0W",
        "-Infinity, -0w, -0W"
    })
    void datetimeHasAFormInQAndInIso(double days, String q, String iso) {
        assertThat(TemporalText.qDatetime(days)).isEqualTo(q);
        assertThat(TemporalText.isoDatetime(days)).isEqualTo(iso);
    }

    @Test
    void datetimeComesBackExactly() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            double days = (random.nextBoolean() ? 1 : -1) * (1000 + random.nextDouble() * 1e6);
            assertThat(TemporalText.parseIsoDatetime(TemporalText.isoDatetime(days)))
                    .isEqualTo(days);
        }
    }

    @Test
    void datetimeOfWholeMillisecondsHasThreeDigits() {
        Random random = new Random(SEED);
        for (int i = 0; i < 5_000; i++) {
            double days = (random.nextInt(20_000) * 86_400_000L + random.nextInt(86_400_000)) / 86_400_000.0;
            assertThat(TemporalText.isoDatetime(days)).hasSize("2026-08-21T09:30:00.000Z".length());
            assertThat(TemporalText.parseIsoDatetime(TemporalText.isoDatetime(days)))
                    .isEqualTo(days);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e12, -1e300, Double.MAX_VALUE})
    void datetimePastTheCalendarIsPrintedAsANumberAndHasNoIso(double days) {
        assertThat(TemporalText.qDatetime(days)).isEqualTo(FloatText.of(days));
        assertThatThrownBy(() -> TemporalText.isoDatetime(days)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void datetimeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> TemporalText.parseIsoDatetime("21.8.2026"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"21.8.2026\" is not a datetime such as 2026-08-21T09:30:00.000Z");
    }
}
