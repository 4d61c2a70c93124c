package io.tickbus.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.tickbus.server.Logged;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalCountsTest {
    private enum Kind {
        LOGIN,
        RIGHTS,
        TLS
    }

    private final RefusalCounts<Kind> refusals =
            new RefusalCounts<>(Kind.class, LoggerFactory.getLogger(RefusalCountsTest.class), true);

    @Test
    void firstOfEachKindUserAndAddressIsLoggedAndTheRestIsCounted() {
        try (Logged logged = new Logged(RefusalCountsTest.class)) {
            for (int port = 1000; port < 2000; port++) {
                refusals.note(Kind.LOGIN, Caller.known("gateway", "amy", "10.0.0.1:" + port), "wrong");
                refusals.note(Kind.LOGIN, Caller.known("gateway", "bob", "10.0.0.1:" + port), "wrong");
                refusals.note(Kind.LOGIN, Caller.known("gateway", "bob", "10.0.0.2:" + port), "wrong");
                refusals.note(Kind.RIGHTS, Caller.known("gateway", "bob", "10.0.0.2:" + port), "none");
            }

            assertThat(logged.lines())
                    .containsExactly(
                            "refused client=10.0.0.1:1000 user=amy kind=LOGIN reason=wrong",
                            "refused client=10.0.0.1:1000 user=bob kind=LOGIN reason=wrong",
                            "refused client=10.0.0.2:1000 user=bob kind=LOGIN reason=wrong",
                            "refused client=10.0.0.2:1000 user=bob kind=RIGHTS reason=none");
        }
        assertThat(refusals.count(Kind.LOGIN)).isEqualTo(3000);
        assertThat(refusals.count(Kind.RIGHTS)).isEqualTo(1000);
        assertThat(refusals.count(Kind.TLS)).isZero();
    }

    @Test
    void clientThatGivesANewNameEachTimeIsOneClient() {
        try (Logged logged = new Logged(RefusalCountsTest.class)) {
            for (int i = 0; i < 50; i++) {
                refusals.note(Kind.LOGIN, Caller.unknown("gateway", "user" + i, "10.0.0.1:1"), "wrong");
            }
            assertThat(logged.lines()).containsExactly("refused client=10.0.0.1:1 user=user0 kind=LOGIN reason=wrong");
        }
    }

    @Test
    void serverWithoutUsersHasNoAuditTrail() {
        Caller caller = Caller.unknown("gateway", "amy", "10.0.0.1:1");
        try (Logged logged = new Logged(AuditTrail.LOGGER, Level.INFO)) {
            new RefusalCounts<>(Kind.class, LoggerFactory.getLogger(RefusalCountsTest.class), false)
                    .noteAudited(Kind.LOGIN, caller, "wrong");
            assertThat(logged.lines()).isEmpty();

            refusals.noteAudited(Kind.LOGIN, caller, "wrong");
            assertThat(logged.lines())
                    .containsExactly("refused server=gateway user=amy client=10.0.0.1:1 reason=wrong");
        }
    }

    @Test
    void textOfAClientStaysOnOneShortLine() {
        String text = "\"a\r\nWARN all is well" + "x".repeat(5000);
        try (Logged logged = new Logged(RefusalCountsTest.class)) {
            refusals.note(Kind.LOGIN, Caller.unknown("gateway", text, "10.0.0.1:1"), "user " + text);

            assertThat(logged.lines())
                    .singleElement()
                    .asString()
                    .hasSizeLessThan(600)
                    .doesNotContain("\n", "\r");
        }
    }
}
