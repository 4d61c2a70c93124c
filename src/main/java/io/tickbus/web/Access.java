package io.tickbus.web;

import io.tickbus.access.LoginThrottle;
import io.tickbus.access.Permission;
import io.tickbus.access.RefusalCounts;
import io.tickbus.access.Users;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides which clients may use the routes of the web server. {@link WebServer} creates one. Belongs
 * to the thread of the web verticle.
 */
final class Access {
    /** Time between two checks whether the file of users has changed, in ms. */
    private static final long REFRESH_MS = 5000;

    private final @Nullable Authentication authentication;
    private final @Nullable Sessions sessions;
    private final @Nullable OpenIdProvider provider;
    private final RefusalCounts<WebRefusal> refusals;

    private Access(
            @Nullable Authentication authentication,
            @Nullable Sessions sessions,
            @Nullable OpenIdProvider provider,
            RefusalCounts<WebRefusal> refusals) {
        this.authentication = authentication;
        this.sessions = sessions;
        this.provider = provider;
        this.refusals = refusals;
    }

    /** Returns an access that lets every request pass with all rights. */
    static Access open(RefusalCounts<WebRefusal> refusals) {
        return new Access(null, null, null, refusals);
    }

    /**
     * Returns an access for users, and adds their sessions to a router. Routes that were added before have no sessions.
     *
     * @param provider the identity provider that logs in users too; null for none
     * @param isSecure true if the server uses TLS
     */
    static Access of(
            Vertx vertx,
            Router router,
            Users users,
            @Nullable OpenIdProvider provider,
            boolean isSecure,
            RefusalCounts<WebRefusal> refusals) {
        Sessions sessions = new Sessions(vertx, users, isSecure);
        sessions.addTo(router);
        vertx.setPeriodic(REFRESH_MS, timer -> users.refresh());
        LoginThrottle throttle = new LoginThrottle(
                provider == null ? users : new OpenIdUsers(users, provider),
                ms -> vertx.timer(ms, TimeUnit.MILLISECONDS).mapEmpty(),
                System::nanoTime);
        return new Access(new Authentication(sessions, throttle, refusals), sessions, provider, refusals);
    }

    /** Returns a handler that lets a request pass if its user has a permission for at least one table. */
    Handler<RoutingContext> require(Permission permission) {
        if (authentication != null) {
            return authentication.require(permission);
        }
        return context -> {
            Viewer.ANYONE.addTo(context);
            context.next();
        };
    }

    /** Adds the routes to log in and out. */
    void addLogin(Router router, SameOrigin sameOrigin) {
        OpenIdProvider logins = provider;
        LoginPage page = new LoginPage(
                logins == null
                        ? () -> LoginPage.OpenIdState.NONE
                        : () -> logins.isAvailable()
                                ? LoginPage.OpenIdState.AVAILABLE
                                : LoginPage.OpenIdState.UNAVAILABLE);
        new LoginRoutes(authentication, page, refusals).addTo(router, sameOrigin, require(Permission.READ));
        if (logins != null && authentication != null) {
            new OpenIdRoutes(authentication, logins, refusals).addTo(router, sameOrigin);
        }
    }

    /** Returns the check for the messages of the bridge. */
    BridgeAccess bridge() {
        return new BridgeAccess(sessions, refusals);
    }
}
