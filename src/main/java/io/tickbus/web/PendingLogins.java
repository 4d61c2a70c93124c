package io.tickbus.web;

import io.tickbus.access.SecretText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The logins that have begun at an OpenID Connect provider and have not come back. {@link OpenIdRoutes} uses it. Each
 * has a key, which only the browser knows that began the login. A login can be used once. Every client can begin logins, so their
 * number is bounded. Belongs to one thread.
 *
 * <p>Sources: OpenID Connect Core 1.0, 3.1.2.1 for the nonce; RFC 6749, 10.12 for the state; RFC 7636 for the verifier.
 */
final class PendingLogins {
    /** A login must come back within this time. */
    static final long MINUTES_MAX = 10;
    /** Limit of logins. Above the limit, the oldest login is forgotten. */
    static final int COUNT_MAX = 10_000;

    private final LongSupplier nanoTime;
    private final Map<String, PendingLogin> logins = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PendingLogin> eldest) {
            return size() > COUNT_MAX;
        }
    };

    /**
     * A login that has begun.
     *
     * @param key the secret of the browser that began the login
     * @param state the text that the provider sends back with the browser
     * @param nonce the text that the provider puts into the ID token
     * @param verifier the secret that belongs to {@link #challenge}
     * @param nanos the time of the beginning
     */
    record PendingLogin(String key, String state, String nonce, String verifier, long nanos) {
        /** Returns the SHA-256 of the verifier. The provider gives the tokens only to the client that has the verifier. */
        String challenge() {
            return SecretText.sha256(verifier);
        }
    }

    /** @param nanoTime the clock, in nanoseconds */
    PendingLogins(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Begins a login. */
    PendingLogin begin() {
        PendingLogin login = new PendingLogin(
                SecretText.random(),
                SecretText.random(),
                SecretText.random(),
                SecretText.random(),
                nanoTime.getAsLong());
        logins.put(login.key(), login);
        return login;
    }

    /**
     * Takes a login that comes back. The key cannot be used again.
     *
     * @return the login; null if the key is unknown or used, if another login has the state, or if the time has passed
     */
    @Nullable
    PendingLogin take(@Nullable String key, @Nullable String state) {
        PendingLogin login = key == null ? null : logins.remove(key);
        if (login == null || !login.state.equals(state)) {
            return null;
        }
        return nanoTime.getAsLong() - login.nanos > TimeUnit.MINUTES.toNanos(MINUTES_MAX) ? null : login;
    }
}
