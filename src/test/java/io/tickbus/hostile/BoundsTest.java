package io.tickbus.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The limits of {@code scripts/hostile} find violations. Otherwise its result would mean nothing. */
class BoundsTest {
    private static final Bounds BOUNDS = new Bounds(5000, 1024, 8);

    private static Figures figures(
            String failure, double worstMs, double newcomerMs, long rssMb, int logLines, int socketsLeft) {
        return new Figures(
                "bombs",
                200,
                200,
                "200 'limit",
                failure,
                1,
                10,
                1,
                worstMs,
                newcomerMs,
                rssMb,
                50,
                logLines,
                socketsLeft,
                0);
    }

    private static List<String> violations(Figures figures) {
        return BOUNDS.violations(figures);
    }

    @Test
    void whatIsJustAllowedIsNoViolation() {
        assertThat(violations(figures("", 5000, 5000, 1024, 8, 0))).isEmpty();
    }

    @Test
    void oneFailureIsTooMany() {
        assertThat(violations(figures("the gateway has ended", 1, 1, 1, 0, 0)))
                .containsExactly("the gateway has ended");
    }

    @Test
    void eachBoundIsHeldByItself() {
        assertThat(violations(figures("", 5001, 1, 1, 0, 0)))
                .containsExactly("the good client waited 5001 ms, at most 5000 are allowed");
        assertThat(violations(figures("", 1, 5001, 1, 0, 0)))
                .containsExactly("a new client waited 5001 ms, at most 5000 are allowed");
        assertThat(violations(figures("", 1, 1, 1025, 0, 0)))
                .containsExactly("the process had 1025 MB, at most 1024 are allowed");
        assertThat(violations(figures("", 1, 1, 1, 9, 0)))
                .containsExactly("the log has 9 lines, at most 8 are allowed");
        assertThat(violations(figures("", 1, 1, 1, 0, 1)))
                .containsExactly("the attack left 1 connections, at most 0 are allowed");
    }
}
