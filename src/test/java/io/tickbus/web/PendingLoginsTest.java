package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.web.PendingLogins.PendingLogin;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PendingLoginsTest {
    private long nanos;
    private final PendingLogins logins = new PendingLogins(() -> nanos);

    @Test
    void loginComesBackOnceAndWithItsState() {
        PendingLogin login = logins.begin();
        assertThat(logins.take("other", login.state())).isNull();
        assertThat(logins.take(login.key(), login.state())).isEqualTo(login);
        assertThat(logins.take(login.key(), login.state())).isNull();

        PendingLogin next = logins.begin();
        assertThat(logins.take(next.key(), login.state())).isNull();
        assertThat(logins.take(next.key(), next.state()))
                .as("after a wrong state")
                .isNull();
        assertThat(logins.take(null, null)).isNull();
    }

    @Test
    void loginComesBackInTime() {
        PendingLogin early = logins.begin();
        PendingLogin late = logins.begin();
        nanos = TimeUnit.MINUTES.toNanos(PendingLogins.MINUTES_MAX);
        assertThat(logins.take(early.key(), early.state())).isNotNull();
        nanos++;
        assertThat(logins.take(late.key(), late.state())).isNull();
    }

    @Test
    void oldestLoginIsForgottenAboveTheLimit() {
        PendingLogin oldest = logins.begin();
        PendingLogin second = logins.begin();
        for (int i = 2; i <= PendingLogins.COUNT_MAX; i++) {
            logins.begin();
        }
        assertThat(logins.take(oldest.key(), oldest.state())).isNull();
        assertThat(logins.take(second.key(), second.state())).isNotNull();
    }

    @Test
    void challengeIsTheHashThatTheStandardShows() {
        // The example of RFC 7636, appendix B.
        assertThat(new PendingLogin("", "", "", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", 0).challenge())
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
