package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private long nowMs;
    private final Refusals refusals = new Refusals(() -> TimeUnit.MILLISECONDS.toNanos(nowMs));

    @Test
    void firstOfEachKindIsToldAndTheRestIsCounted() {
        try (Logged logged = new Logged(QServer.class)) {
            for (int i = 0; i < 1000; i++) {
                refusals.note(Refusal.PASSWORD, "peer " + i, "wrong");
                refusals.note(Refusal.HEADER, "peer " + i, "bad");
            }

            assertThat(logged.lines()).containsExactly("peer 0: wrong", "peer 0: bad");
            assertThat(refusals.counts())
                    .containsEntry(Refusal.PASSWORD, 1000L)
                    .containsEntry(Refusal.HEADER, 1000L)
                    .containsEntry(Refusal.TLS, 0L);

            nowMs = Refusals.REPEAT_MS;
            refusals.note(Refusal.PASSWORD, "peer x", "wrong");
            assertThat(logged.lines()).endsWith("peer x: wrong (and 999 more of the kind PASSWORD before)");
        }
    }

    @Test
    void strangersTextStaysOnOneShortLine() {
        try (Logged logged = new Logged(QServer.class)) {
            refusals.note(Refusal.PASSWORD, "peer", "user \"a\r\nWARN all is well" + "x".repeat(5000));

            assertThat(logged.lines())
                    .singleElement()
                    .asString()
                    .hasSizeLessThan(250)
                    .doesNotContain("\n", "\r");
        }
    }
}
