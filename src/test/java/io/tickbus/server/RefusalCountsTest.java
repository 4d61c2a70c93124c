package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalCountsTest {
    private final RefusalCounts refusals = new RefusalCounts();

    @Test
    void firstOfEachKindIsToldAndTheRestIsCounted() {
        try (Logged logged = new Logged(QServer.class)) {
            for (int i = 0; i < 1000; i++) {
                refusals.note(Refusal.PASSWORD, "peer " + i, "wrong");
                refusals.note(Refusal.HEADER, "peer " + i, "bad");
            }

            assertThat(logged.lines())
                    .containsExactly(
                            "trouble with a client client=peer 0 kind=PASSWORD reason=wrong",
                            "trouble with a client client=peer 0 kind=HEADER reason=bad");
            assertThat(refusals.counts())
                    .containsEntry(Refusal.PASSWORD, 1000L)
                    .containsEntry(Refusal.HEADER, 1000L)
                    .containsEntry(Refusal.TLS, 0L);
        }
    }

    @Test
    void strangersTextStaysOnOneShortLine() {
        try (Logged logged = new Logged(QServer.class)) {
            refusals.note(Refusal.PASSWORD, "peer", "user \"a\r\nWARN all is well" + "x".repeat(5000));

            assertThat(logged.lines())
                    .singleElement()
                    .asString()
                    .hasSizeLessThan(300)
                    .doesNotContain("\n", "\r");
        }
    }
}
