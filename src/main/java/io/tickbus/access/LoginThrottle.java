package io.tickbus.access;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the logins that wait for their check, and slows wrong logins. A server sends each login through it. A check is
 * slow by design. Without the limits, many logins of one client would delay all other clients, and one client could try
 * many passwords. A right password is never slowed. Belongs to the server's event loop.
 *
 * <p>The limits apply to a network: one IPv4 address or one IPv6 /64 network. One machine can use all addresses of a /64
 * network.
 */
public final class LoginThrottle {
    /** Limit of logins that wait for their check, in total. A further login is refused at once. */
    static final int PENDING_MAX = 128;
    /** Limit of logins of one network that wait for their check. */
    static final int PENDING_OF_NETWORK_MAX = PENDING_MAX / 4;
    /** Limit of wrong logins of one network that wait for their answer. Further logins of the network are refused. */
    static final int DELAYED_OF_NETWORK_MAX = 64;

    private final Users users;
    private final LongFunction<Future<Void>> delays;
    private final WrongLogins wrongLogins;
    private final Map<Object, Integer> pendingByNetwork = new HashMap<>();
    private final Map<Object, Integer> delayedByNetwork = new HashMap<>();
    private int pending;

    /**
     * @param users checks the logins
     * @param delays returns a future that completes after a time in ms, on the server's event loop
     * @param nanoTime the clock, in nanoseconds
     */
    public LoginThrottle(Users users, LongFunction<Future<Void>> delays, LongSupplier nanoTime) {
        this.users = users;
        this.delays = delays;
        this.wrongLogins = new WrongLogins(nanoTime);
    }

    /**
     * Checks a name and a password, see {@link Users#admit}. Fails at once with a {@link LoginException} if too many logins
     * wait. A wrong login fails after a delay.
     *
     * @param from the client's address
     */
    public Future<Rights> admit(SocketAddress from, String user, String password, BooleanSupplier wanted) {
        return checked(from, user, () -> users.admit(user, password, wanted));
    }

    /** Checks a token, see {@link Users#admitToken}. The limits and delays are those of {@link #admit}. */
    public Future<User> admitToken(SocketAddress from, String token) {
        return checked(from, null, () -> users.admitToken(token));
    }

    private <T> Future<T> checked(SocketAddress from, @Nullable String user, Supplier<Future<T>> check) {
        Object network = network(from);
        String full = full(network);
        if (full != null) {
            return Future.failedFuture(new LoginException(LoginException.Kind.TOO_MANY, full));
        }
        pending++;
        pendingByNetwork.merge(network, 1, Integer::sum);
        Promise<T> answer = Promise.promise();
        check.get().onComplete(result -> {
            pending--;
            decrement(pendingByNetwork, network);
            if (result.failed() && isWrong(result.cause())) {
                delay(network, wrongLogins.add(network, user)).onComplete(late -> answer.fail(result.cause()));
            } else {
                wrongLogins.forget(user);
                answer.handle(result);
            }
        });
        return answer.future();
    }

    private static boolean isWrong(Throwable failure) {
        return failure instanceof LoginException refused && refused.kind() == LoginException.Kind.CREDENTIALS;
    }

    private Future<Void> delay(Object network, long ms) {
        if (ms == 0) {
            return Future.succeededFuture();
        }
        delayedByNetwork.merge(network, 1, Integer::sum);
        return delays.apply(ms).onComplete(over -> decrement(delayedByNetwork, network));
    }

    private static void decrement(Map<Object, Integer> counts, Object key) {
        counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }

    private @Nullable String full(Object network) {
        if (pending >= PENDING_MAX) {
            return PENDING_MAX + " logins are waiting already";
        }
        if (pendingByNetwork.getOrDefault(network, 0) >= PENDING_OF_NETWORK_MAX) {
            return PENDING_OF_NETWORK_MAX + " logins of its address are waiting already";
        }
        return delayedByNetwork.getOrDefault(network, 0) >= DELAYED_OF_NETWORK_MAX
                ? DELAYED_OF_NETWORK_MAX + " wrong logins of its address are waiting for their answer"
                : null;
    }

    private static Object network(SocketAddress from) {
        if (!(from instanceof InetSocketAddress remote) || remote.getAddress() == null) {
            return from;
        }
        return remote.getAddress() instanceof Inet6Address address
                // The first 8 bytes of an IPv6 address are its network.
                ? ByteBuffer.wrap(address.getAddress()).getLong()
                : remote.getAddress();
    }
}
