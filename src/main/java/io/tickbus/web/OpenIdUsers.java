package io.tickbus.web;

import io.tickbus.access.Rights;
import io.tickbus.access.User;
import io.tickbus.access.Users;
import io.vertx.core.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The users of a file, and the bearer tokens of an OpenID Connect provider. {@link Access} puts it behind the login
 * throttle, so that wrong tokens of both kinds are counted and slowed.
 */
final class OpenIdUsers implements Users {
    private final Users users;
    private final OpenIdProvider provider;

    OpenIdUsers(Users users, OpenIdProvider provider) {
        this.users = users;
        this.provider = provider;
    }

    @Override
    public Future<Rights> admit(String user, String password, BooleanSupplier wanted) {
        return users.admit(user, password, wanted);
    }

    @Override
    public Future<User> admitToken(String token) {
        return Users.isToken(token) ? users.admitToken(token) : provider.admitToken(token);
    }

    @Override
    public Future<Void> refresh() {
        return users.refresh();
    }

    @Override
    public @Nullable Object version(String user) {
        return users.version(user);
    }
}
