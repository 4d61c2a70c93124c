package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PendingLoginsTest {
    private final Deque<Promise<Set<Permission>>> checks = new ArrayDeque<>();
    private final PendingLogins logins = new PendingLogins((user, password, wanted) -> {
        Promise<Set<Permission>> check = Promise.promise();
        checks.add(check);
        return check.future();
    });
    private int port = 1000;

    private Future<Set<Permission>> login(String address) {
        return logins.admit(new InetSocketAddress(address, port++), "joe", "sesame", () -> true);
    }

    private void fill(String address) {
        for (int i = 0; i < PendingLogins.PENDING_OF_ADDRESS_MAX; i++) {
            assertThat(login(address).isComplete()).isFalse();
        }
    }

    private void assertRefused(String address, String reason) {
        int before = checks.size();
        assertThat(login(address).cause()).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.LOGINS);
            assertThat(refused).hasMessage(reason);
        });
        assertThat(checks).hasSize(before);
    }

    @Test
    void oneAddressDoesNotKeepAnotherOut() {
        fill("10.0.0.1");
        assertRefused("10.0.0.1", "32 logins of its address are waiting already");
        Future<Set<Permission>> other = login("10.0.0.2");
        checks.removeLast().complete(Permission.ALL);
        assertThat(other.result()).isEqualTo(Permission.ALL);

        checks.remove().fail("wrong");
        assertThat(login("10.0.0.1").isComplete()).as("has room again").isFalse();
        assertRefused("10.0.0.1", "32 logins of its address are waiting already");
    }

    @Test
    void hostThatHasANetworkOfAddressesIsOne() {
        for (int i = 0; i < PendingLogins.PENDING_OF_ADDRESS_MAX; i++) {
            assertThat(login("2001:db8::" + i).isComplete()).isFalse();
        }
        assertRefused("2001:db8::ffff:1", "32 logins of its address are waiting already");
        assertThat(login("2001:db8:0:1::1").isComplete()).isFalse();
    }

    @Test
    void noMoreWaitThanMayFromWhereverTheyAre() {
        for (int i = 0; i < PendingLogins.PENDING_MAX / PendingLogins.PENDING_OF_ADDRESS_MAX; i++) {
            fill("10.0.0." + i);
        }
        assertRefused("10.0.1.1", "128 logins are waiting already");
        while (!checks.isEmpty()) {
            checks.remove().complete(Permission.ALL);
        }
        fill("10.0.0.1");
    }
}
