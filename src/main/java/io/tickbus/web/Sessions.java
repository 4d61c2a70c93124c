package io.tickbus.web;

import io.tickbus.access.User;
import io.tickbus.access.Users;
import io.vertx.core.Vertx;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.Session;
import io.vertx.ext.web.handler.SessionHandler;
import io.vertx.ext.web.sstore.LocalSessionStore;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of users who logged in with a browser. A session is in the memory of this node. It ends at the logout,
 * without a request for {@link #IDLE_MINUTES_MAX}, {@link #HOURS_MAX} after the login, and when the user's password or
 * rights change in the file of users. The file says nothing of a user of an identity provider. Belongs to the thread of the web verticle.
 */
final class Sessions {
    /** A session without a request ends after this time. An open page sends a request every few seconds. */
    static final long IDLE_MINUTES_MAX = 30;
    /** Limit of the time after which a user must log in again. */
    static final long HOURS_MAX = 12;

    private static final String KEY = "tickbus.login";

    private final Users users;
    private final SessionHandler handler;

    /**
     * The login behind a session.
     *
     * @param version the {@link Users#version} at the login; null for a user of an identity provider
     * @param isByProvider true if an identity provider has admitted the user, and not the file of users
     * @param nanos the time of the login, from {@link System#nanoTime}
     */
    private record Login(User user, @Nullable Object version, boolean isByProvider, long nanos) {}

    /** @param isSecure true if browsers send the cookie only over TLS */
    Sessions(Vertx vertx, Users users, boolean isSecure) {
        this.users = users;
        this.handler = SessionHandler.create(LocalSessionStore.create(vertx))
                .setSessionCookieName(isSecure ? "__Host-tickbus" : "tickbus")
                .setCookieSecureFlag(isSecure)
                .setCookieHttpOnlyFlag(true)
                .setCookieSameSite(CookieSameSite.LAX)
                .setNagHttps(false)
                .setLazySession(true) // A request without a login creates no session.
                .setSessionTimeout(TimeUnit.MINUTES.toMillis(IDLE_MINUTES_MAX));
    }

    /** Adds the sessions to the requests of a router. */
    void addTo(Router router) {
        router.route().handler(handler);
    }

    /** Logs a user in. The session gets a new id, so that an id from before the login is worth nothing. */
    void login(RoutingContext context, User user) {
        login(context, new Login(user, users.version(user.name()), false, System.nanoTime()));
    }

    /** Like {@link #login}, for a user whom an identity provider has admitted. */
    void loginByProvider(RoutingContext context, User user) {
        login(context, new Login(user, null, true, System.nanoTime()));
    }

    private static void login(RoutingContext context, Login login) {
        context.session().regenerateId().put(KEY, login);
    }

    /** Ends the session of a request. */
    static void logout(RoutingContext context) {
        context.session().destroy();
    }

    /** Returns the user of a session; null without a login, or after the login has ended. */
    @Nullable
    User user(@Nullable Session session) {
        Login login = session == null || session.isDestroyed() ? null : session.get(KEY);
        if (login == null || session == null) {
            return null;
        }
        boolean isOver = System.nanoTime() - login.nanos > TimeUnit.HOURS.toNanos(HOURS_MAX);
        boolean isCurrent = login.isByProvider || Objects.equals(login.version, users.version(login.user.name()));
        if (isOver || !isCurrent) {
            session.destroy();
            return null;
        }
        return login.user;
    }
}
