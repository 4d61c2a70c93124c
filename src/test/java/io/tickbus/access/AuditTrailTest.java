package io.tickbus.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.tickbus.logging.Repeats;
import io.tickbus.server.Logged;
import org.junit.jupiter.api.Test;

/** The audit trail of clients that are refused again and again. */
class AuditTrailTest {
    @Test
    void equalRefusalsOfOneAddressAreOneLineAMinute() {
        try (Logged logged = new Logged(AuditTrail.LOGGER, Level.INFO)) {
            Repeats refusals = AuditTrail.refusals();
            for (int port = 1; port < 100; port++) {
                AuditTrail.of(Caller.unknown("web", "", "127.0.0.2:" + port), refusals)
                        .refused("wrong password");
            }
            AuditTrail.of(Caller.known("web", "ann", "127.0.0.2:1"), refusals).refused("no right");
            assertThat(logged.lines())
                    .containsExactly(
                            "refused server=web user= client=127.0.0.2:1 reason=wrong password",
                            "refused server=web user=ann client=127.0.0.2:1 reason=no right");
            refusals.flush();
            assertThat(logged.lines())
                    .contains("refused server=web user= client=127.0.0.2:99 reason=wrong password repeated=98");
        }
    }
}
