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
 * Limits the logins that wait for a password check, in total and for each client address. {@link QServer} passes each
 * login to this class. A password check is slow by design. Without the limits, many logins of one client would delay
 * all other clients. Belongs to the server's event loop.
 */
final class PendingLogins {
    /** Limit of pending logins in total. A further login is refused at once. */
    static final int PENDING_MAX = 128;
    /**
     * Limit of pending logins from one IPv4 address or one IPv6 /64 network. One machine can use all addresses of a /64
     * network.
     */
    static final int PENDING_OF_ADDRESS_MAX = PENDING_MAX / 4;

    private final Users users;
    private final Map<Object, Integer> pendingByPlace = new HashMap<>();
    private int pending;

    PendingLogins(Users users) {
        this.users = users;
    }

    /**
     * Checks a password, see {@link Users#admit}. Fails at once with a {@link RefusedException} if too many logins are
     * pending.
     *
     * @param from the client's address
     */
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
                // The first 8 bytes of an IPv6 address are its network.
                ? ByteBuffer.wrap(address.getAddress()).getLong()
                : remote.getAddress();
    }
}
