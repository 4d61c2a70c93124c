package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralTest {
    private static String read(String text) {
        QVector vector = Literal.vector(List.of(text.split(" ")));
        return vector == null ? "none" : vector.type() + " " + ConsoleText.of(vector);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0w 0w 34.875e",
                "0.25 0Ne",
                "72 6.875 72e",
                "-0W 0Nh",
                "0W 27i",
                "-0W 0W -0Wm",
                "2026.01 0N 0Nm",
                "2026.01 2026.10m",
                "1 0n 2.5",
                "-0w 3 0w",
                "0N 0W 5"
            })
    void listsAreReadAsTheyArePrinted(String text) {
        assertThat(read(text)).endsWith(" " + text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "0D01 0D02 -> timespan 0D01:00:00.000000000 0D02:00:00.000000000",
                "1D12 -0D01:30 -> timespan 1D12:00:00.000000000 -0D01:30:00.000000000",
                "2026.08.21D10 0Np -> timestamp 2026.08.21D10:00:00.000000000 0Np",
                "1.5 0W -> float 1.5 0w",
                "1 2 3f -> float 1 2 3f",
                "0N 0Wt -> time 0Nt 0Wt",
                "0n 0Nn -> timespan 0Nn 0Nn",
                "10:00 0N -> minute 10:00 0Nu",
                "1h 2i -> none",
                "70000 1h -> none",
                "5 6t -> none",
                "2026.13 2026.01m -> none",
                "106752D 0D -> none",
                "999999D00:00 0D -> none",
                "999:00:00.000 00:00 -> none",
            })
    void theLastSuffixHoldsForAll(String text, String expected) {
        assertThat(read(text)).isEqualTo(expected);
    }

    @Test
    void longTextsAreReadOrRefusedAtOnce() {
        String digits = "1".repeat(60_000);
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
            assertThat(read(digits + "x")).isEqualTo("none");
            assertThat(read(digits)).isEqualTo("none");
            assertThat(read("0x" + digits + "g")).isEqualTo("none");
            assertThat(read("0x" + digits)).startsWith("byte 0x1111");
            assertThat(read(digits + "b")).startsWith("boolean 1111");
        });
    }
}
