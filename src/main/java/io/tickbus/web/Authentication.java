package io.tickbus.web;

import io.tickbus.access.LoginException;
import io.tickbus.access.LoginThrottle;
import io.tickbus.access.Permission;
import io.tickbus.access.RefusalCounts;
import io.tickbus.access.User;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sent an HTTP request: by the session of a browser, by a name and a password (Basic), or by a token
 * (Bearer). A request without a user is refused with 401. A browser that asks for a page is sent to the login page
 * instead. Belongs to the thread of the web verticle.
 *
 * <p>Sources: RFC 7617 for Basic, RFC 6750 for Bearer.
 */
final class Authentication {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int FOUND = 302;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Set<HttpMethod> SAFE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Sessions sessions;
    private final LoginThrottle throttle;
    private final RefusalCounts<WebRefusal> refusals;

    Authentication(Sessions sessions, LoginThrottle throttle, RefusalCounts<WebRefusal> refusals) {
        this.sessions = sessions;
        this.throttle = throttle;
        this.refusals = refusals;
    }

    /** Returns a handler that lets a request pass if its user has a permission for at least one table. */
    Handler<RoutingContext> require(Permission permission) {
        return context -> {
            User user = sessions.user(context.session());
            String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
            if (user != null) {
                passSession(context, user, permission);
            } else if (authorization == null) {
                askForLogin(context);
            } else {
                context.request().pause();
                login(context, authorization)
                        .onSuccess(admitted -> {
                            context.request().resume();
                            pass(context, new Viewer(admitted, false), permission);
                        })
                        .onFailure(failure -> {
                            context.request().resume();
                            refuseLogin(context, failure);
                        });
            }
        };
    }

    /**
     * Lets a request with a session pass, unless another site's page can have caused it. A browser adds its session
     * cookie to every request. A request that changes something must therefore name the page that sends it.
     */
    private void passSession(RoutingContext context, User user, Permission permission) {
        if (!SAFE_METHODS.contains(context.request().method()) && !isFromOwnPage(context)) {
            refusals.noteAudited(WebRefusal.ORIGIN, Viewer.caller(context), "a change without the header Origin");
            context.response().setStatusCode(FORBIDDEN).end("a change needs the header Origin of this node's page\n");
            return;
        }
        pass(context, new Viewer(user, true), permission);
    }

    /** Returns whether a page of this node sent a request. {@link SameOrigin} has refused every other Origin. */
    static boolean isFromOwnPage(RoutingContext context) {
        return context.request().getHeader(HttpHeaders.ORIGIN) != null
                || "same-origin".equals(context.request().getHeader("Sec-Fetch-Site"));
    }

    private void pass(RoutingContext context, Viewer viewer, Permission permission) {
        viewer.addTo(context);
        if (viewer.may(permission)) {
            context.next();
            return;
        }
        refuse(context, permission.text());
    }

    /** Answers 403, because the user lacks a right. */
    void refuse(RoutingContext context, String right) {
        String reason = "user " + Viewer.of(context).user().name() + " does not have the right " + right;
        refusals.noteAudited(WebRefusal.RIGHTS, Viewer.caller(context), context.normalizedPath() + ": " + reason);
        // The name can come from an identity provider. A browser must not take it for HTML.
        context.response()
                .setStatusCode(FORBIDDEN)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain;charset=utf-8")
                .end(reason + "\n");
    }

    private Future<User> login(RoutingContext context, String authorization) {
        String[] parts = authorization.split(" ", 2);
        String credentials = parts.length == 2 ? parts[1].strip() : "";
        return switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "basic" -> basic(context, credentials);
            case "bearer" -> throttle.admitToken(PeerAddress.of(context), credentials);
            default ->
                Future.failedFuture(new LoginException(LoginException.Kind.CREDENTIALS, "neither Basic nor Bearer"));
        };
    }

    private Future<User> basic(RoutingContext context, String credentials) {
        String[] parts = decoded(credentials).split(":", 2);
        return parts.length < 2
                ? Future.failedFuture(new LoginException(LoginException.Kind.CREDENTIALS, "Basic without a password"))
                : admit(context, parts[0], parts[1]);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrong) {
            return "";
        }
    }

    /** Checks a name and a password. */
    Future<User> admit(RoutingContext context, String name, String password) {
        Viewer.claim(context, name);
        return throttle.admit(
                        PeerAddress.of(context),
                        name,
                        password,
                        () -> !context.response().closed())
                .map(rights -> new User(name, rights));
    }

    private void refuseLogin(RoutingContext context, Throwable failure) {
        if (isTooMany(failure)) {
            refusals.noteAudited(WebRefusal.LOGINS, Viewer.caller(context), String.valueOf(failure.getMessage()));
            context.response().setStatusCode(TOO_MANY_REQUESTS).end("too many logins; try again later\n");
            return;
        }
        refusals.noteAudited(WebRefusal.LOGIN, Viewer.caller(context), String.valueOf(failure.getMessage()));
        challenge(context, "wrong user, password or token");
    }

    static boolean isTooMany(Throwable failure) {
        return failure instanceof LoginException refused && refused.kind() == LoginException.Kind.TOO_MANY;
    }

    private void askForLogin(RoutingContext context) {
        String accepted = context.request().getHeader(HttpHeaders.ACCEPT);
        if (accepted != null && accepted.contains("text/html")) {
            context.response()
                    .setStatusCode(FOUND)
                    .putHeader(HttpHeaders.LOCATION, LoginRoutes.PATH)
                    .end();
        } else {
            challenge(context, "log in, or send a name and a password (Basic) or a token (Bearer)");
        }
    }

    private static void challenge(RoutingContext context, String reason) {
        @Nullable String page = context.request().getHeader("Sec-Fetch-Mode");
        // A browser would show its own login window for Basic. The page has a login form.
        context.response()
                .setStatusCode(UNAUTHORIZED)
                .putHeader(
                        "WWW-Authenticate",
                        page == null ? "Basic realm=\"tickbus\", charset=\"UTF-8\"" : "Bearer realm=\"tickbus\"")
                .end(reason + "\n");
    }

    /** Records a login by the form. */
    void loggedIn(RoutingContext context, User user) {
        sessions.login(context, user);
        begin(context, user);
    }

    /** Records a login at an identity provider. */
    void loggedInByProvider(RoutingContext context, User user) {
        sessions.loginByProvider(context, user);
        begin(context, user);
    }

    private static void begin(RoutingContext context, User user) {
        new Viewer(user, true).addTo(context);
        Viewer.audit(context).connected(user.rights());
    }
}
