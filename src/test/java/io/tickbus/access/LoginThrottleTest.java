package io.tickbus.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final Deque<Promise<Rights>> checks = new ArrayDeque<>();
    private final Deque<Promise<Void>> delays = new ArrayDeque<>();
    private final List<Long> delaysMs = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final LoginThrottle logins = new LoginThrottle(
            (user, password, wanted) -> {
                Promise<Rights> check = Promise.promise();
                checks.add(check);
                return check.future();
            },
            ms -> {
                delaysMs.add(ms);
                Promise<Void> delay = Promise.promise();
                delays.add(delay);
                return delay.future();
            },
            nanos::get);
    private int port = 1000;

    private Future<Rights> login(String address) {
        return logins.admit(new InetSocketAddress(address, port++), "joe", "sesame", () -> true);
    }

    private void fill(String address) {
        for (int i = 0; i < LoginThrottle.PENDING_OF_NETWORK_MAX; i++) {
            assertThat(login(address).isComplete()).isFalse();
        }
    }

    private void assertRefused(String address, String reason) {
        int before = checks.size();
        assertThat(login(address).cause()).isInstanceOfSatisfying(LoginException.class, refused -> {
            assertThat(refused.kind()).isEqualTo(LoginException.Kind.TOO_MANY);
            assertThat(refused).hasMessage(reason);
        });
        assertThat(checks).hasSize(before);
    }

    @Test
    void oneAddressDoesNotKeepAnotherOut() {
        fill("10.0.0.1");
        assertRefused("10.0.0.1", "32 logins of its address are waiting already");
        Future<Rights> other = login("10.0.0.2");
        checks.removeLast().complete(Rights.ALL);
        assertThat(other.result()).isEqualTo(Rights.ALL);

        checks.remove().fail("wrong");
        assertThat(login("10.0.0.1").isComplete()).as("has room again").isFalse();
        assertRefused("10.0.0.1", "32 logins of its address are waiting already");
    }

    @Test
    void hostThatHasANetworkOfAddressesIsOne() {
        for (int i = 0; i < LoginThrottle.PENDING_OF_NETWORK_MAX; i++) {
            assertThat(login("2001:db8::" + i).isComplete()).isFalse();
        }
        assertRefused("2001:db8::ffff:1", "32 logins of its address are waiting already");
        assertThat(login("2001:db8:0:1::1").isComplete()).isFalse();
    }

    @Test
    void noMoreWaitThanMayFromWhereverTheyAre() {
        for (int i = 0; i < LoginThrottle.PENDING_MAX / LoginThrottle.PENDING_OF_NETWORK_MAX; i++) {
            fill("10.0.0." + i);
        }
        assertRefused("10.0.1.1", "128 logins are waiting already");
        while (!checks.isEmpty()) {
            checks.remove().complete(Rights.ALL);
        }
        fill("10.0.0.1");
    }

    private void wrong(String address, int times) {
        for (int i = 0; i < times; i++) {
            login(address);
            checks.remove().fail(Users.wrong("joe"));
        }
    }

    @Test
    void wrongLoginsOfAUserAreAnsweredLaterAndLater() {
        wrong("10.0.0.1", WrongLogins.FREE_OF_USER);
        assertThat(delaysMs).isEmpty();
        for (int i = 0; i < 8; i++) {
            wrong("10.0.0." + i, 1);
        }
        assertThat(delaysMs).containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L, 8000L, 8000L);

        Future<Rights> right = login("10.0.0.1");
        checks.remove().complete(Rights.ALL);
        assertThat(right.result()).as("a right password does not wait").isEqualTo(Rights.ALL);
        wrong("10.0.0.9", WrongLogins.FREE_OF_USER);
        assertThat(delaysMs).hasSize(8);
    }

    @Test
    void answerOfASlowedLoginComesAfterItsDelay() {
        wrong("10.0.0.1", WrongLogins.FREE_OF_USER);
        Future<Rights> slowed = login("10.0.0.1");
        checks.remove().fail(Users.wrong("joe"));
        assertThat(slowed.isComplete()).isFalse();
        delays.remove().complete();
        assertThat(slowed.cause()).hasMessage("wrong user or password, user \"joe\"");
    }

    @Test
    void networkWithManySlowedLoginsIsRefusedAndAnotherIsNot() {
        wrong("10.0.0.1", WrongLogins.FREE_OF_USER + LoginThrottle.DELAYED_OF_NETWORK_MAX);
        assertRefused("10.0.0.1", "64 wrong logins of its address are waiting for their answer");
        assertThat(login("10.0.0.2").isComplete()).isFalse();
        delays.remove().complete();
        assertThat(login("10.0.0.1").isComplete()).isFalse();
    }

    @Test
    void wrongLoginsOfOneNetworkAreSlowedWhateverTheirUsers() {
        for (int i = 0; i <= WrongLogins.FREE_OF_NETWORK; i++) {
            logins.admit(new InetSocketAddress("10.0.0.1", 1), "user" + i, "guess", () -> true);
            checks.remove().fail(Users.wrong("user" + i));
        }
        assertThat(delaysMs).containsExactly(250L);
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(WrongLogins.FORGOTTEN_MINUTES));
        wrong("10.0.0.1", 1);
        assertThat(delaysMs).as("forgotten").hasSize(1);
    }
}
