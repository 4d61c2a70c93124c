package io.tickbus.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.tickbus.logging.Repeats;
import io.tickbus.server.Logged;
import org.junit.jupiter.api.Test;

/** The audit trail of clients that are refused repeatedly. */
class AuditTrailTest {
    private enum Kind {
        LOGIN,
        RIGHTS
    }

    @Test
    void equalRefusalsOfOneAddressAreOneLineAMinute() {
        try (Logged logged = new Logged(AuditTrail.LOGGER, Level.INFO)) {
            Repeats refusals = AuditTrail.refusals();
            for (int port = 1; port < 100; port++) {
                AuditTrail.of(Caller.unknown("web", "name" + port, "127.0.0.2:" + port), refusals)
                        .refused(Kind.LOGIN, "wrong password, user name" + port);
            }
            AuditTrail ann = AuditTrail.of(Caller.known("web", "ann", "127.0.0.2:1"), refusals);
            ann.refused(Kind.RIGHTS, "no right");
            ann.refused(Kind.RIGHTS, "no other right");
            ann.refused(Kind.RIGHTS, "no right");
            assertThat(logged.lines())
                    .containsExactly(
                            "refused server=web user=name1 client=127.0.0.2:1 reason=wrong password, user name1",
                            "refused server=web user=ann client=127.0.0.2:1 reason=no right",
                            "refused server=web user=ann client=127.0.0.2:1 reason=no other right");
            refusals.flush();
            assertThat(logged.lines())
                    .contains("refused server=web user=name99 client=127.0.0.2:99"
                            + " reason=wrong password, user name99 repeated=98");
        }
    }
}
