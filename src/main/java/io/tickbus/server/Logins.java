package io.tickbus.server;

import io.vertx.core.Future;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Logins whose passwords are being looked at, or wait for it: no more than may, and no more from one place than its share, since
 * a check takes time by intent. One event loop.
 */
final class Logins {
    /** Logins that wait; what comes beyond is refused at once. */
    static final int PENDING_MAX = 128;
    /** The same from one address, or from one network of IPv6, of which a host may have all addresses. */
    static final int PENDING_OF_ADDRESS_MAX = PENDING_MAX / 4;

    private final Users users;
    private final Map<Object, Integer> pendingByPlace = new HashMap<>();
    private int pending;

    Logins(Users users) {
        this.users = users;
    }

    /** Has a password looked at, see {@link Users#admit}. */
    Future<Set<Permission>> admit(SocketAddress from, String user, String password, BooleanSupplier wanted) {
        Object place = place(from);
        String full = full(pendingByPlace.getOrDefault(place, 0));
        if (full != null) {
            return Future.failedFuture(new RefusedException(Refusal.LOGINS, full));
        }
        pending++;
        pendingByPlace.merge(place, 1, Integer::sum);
        return users.admit(user, password, wanted).onComplete(done -> {
            pending--;
            pendingByPlace.computeIfPresent(place, (same, count) -> count == 1 ? null : count - 1);
        });
    }

    private @Nullable String full(int pendingOfPlace) {
        if (pending >= PENDING_MAX) {
            return PENDING_MAX + " logins are waiting already";
        }
        return pendingOfPlace >= PENDING_OF_ADDRESS_MAX
                ? PENDING_OF_ADDRESS_MAX + " logins of its address are waiting already"
                : null;
    }

    private static Object place(SocketAddress from) {
        if (!(from instanceof InetSocketAddress remote) || remote.getAddress() == null) {
            return from;
        }
        return remote.getAddress() instanceof Inet6Address address
                ? ByteBuffer.wrap(address.getAddress()).getLong() // the first half, which is the network
                : remote.getAddress();
    }
}
