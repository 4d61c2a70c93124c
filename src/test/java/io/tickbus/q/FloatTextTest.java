package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are what C's printf("%.7g") wrote. */
class FloatTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "70, 70",
        "-70.25, -70.25",
        "0.1, 0.1",
        "0.14285714285714285, 0.1428571",
        "0.30000000000000004, 0.3",
        "100000, 100000",
        "1234567, 1234567",
        "-1234567, -1234567",
        "9999999, 9999999",
        "9999999.4, 9999999",
        "9999999.5, 1e+07",
        "10000000, 1e+07",
        "12345678, 1.234568e+07",
        "123456789, 1.234568e+08",
        "1234566.5, 1234566",
        "1234567.5, 1234568",
        "123456.75, 123456.8",
        "0.5, 0.5",
        "3.0, 3",
        "1e15, 1e+15",
        "0.0001, 0.0001",
        "0.00009999999, 9.999999e-05",
        "0.000099999995, 9.999999e-05",
        "0.00001, 1e-05",
        "0.00012345678, 0.0001234568",
        "1e100, 1e+100",
        "-1e-100, -1e-100",
        "4.9e-324, 4.940656e-324",
        "1.7976931348623157e308, 1.797693e+308",
        "2.5e-8, 2.5e-08",
        "99999995, 1e+08",
        "999999.95, 999999.9",
        "0.12345675, 0.1234568",
        "0.12345665, 0.1234567"
    })
    void floatHasSevenDigitsAsInC(double item, String text) {
        assertThat(FloatText.of(item)).isEqualTo(text);
    }

    @Test
    void textIsTheNumberToSevenDigits() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            double item = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(item) && Math.abs(item) > Double.MIN_NORMAL) {
                double rounded = Double.parseDouble(String.format(Locale.ROOT, "%.6e", item));
                assertThat(Double.parseDouble(FloatText.of(item)))
                        .as("%s", item)
                        .isEqualTo(rounded);
            }
        }
    }
}
