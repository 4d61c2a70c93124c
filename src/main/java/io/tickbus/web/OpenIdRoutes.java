package io.tickbus.web;

import io.tickbus.access.Caller;
import io.tickbus.access.RefusalCounts;
import io.tickbus.access.Rights;
import io.tickbus.access.User;
import io.tickbus.web.PendingLogins.PendingLogin;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP routes with which a user of a browser logs in at an OpenID Connect provider. {@code GET /login/openid} sends the
 * browser to the provider. {@code GET /login/openid/callback} receives it with a code, and begins the same session as the
 * login form. {@link Access} uses this class. Belongs to the thread of the web verticle.
 */
final class OpenIdRoutes {
    private static final String PATH = LoginRoutes.PATH + "/openid";
    private static final int FOUND = 302;

    private final PendingLogins pending = new PendingLogins(System::nanoTime);
    private final Authentication authentication;
    private final OpenIdProvider provider;
    private final RefusalCounts<WebRefusal> refusals;

    OpenIdRoutes(Authentication authentication, OpenIdProvider provider, RefusalCounts<WebRefusal> refusals) {
        this.authentication = authentication;
        this.provider = provider;
        this.refusals = refusals;
    }

    void addTo(Router router, SameOrigin sameOrigin) {
        router.get(PATH).handler(sameOrigin).handler(this::begin);
        router.get(PATH + "/callback").handler(sameOrigin).handler(this::complete);
    }

    private void begin(RoutingContext context) {
        if (!provider.isAvailable()) {
            LoginRoutes.redirect(context, LoginRoutes.PATH);
            return;
        }
        PendingLogin login = pending.begin();
        setCookie(context, login.key(), TimeUnit.MINUTES.toSeconds(PendingLogins.MINUTES_MAX));
        context.response()
                .setStatusCode(FOUND)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.LOCATION, provider.loginAddress(login))
                .end();
    }

    /** Sets the cookie that holds the browser's key. The provider's page sends the browser here, so the cookie is lax. */
    private static void setCookie(RoutingContext context, String key, long seconds) {
        boolean isSecure = context.request().isSSL();
        context.response()
                .addCookie(Cookie.cookie(cookieName(isSecure), key)
                        .setPath("/")
                        .setMaxAge(seconds)
                        .setHttpOnly(true)
                        .setSecure(isSecure)
                        .setSameSite(CookieSameSite.LAX));
    }

    private static String cookieName(boolean isSecure) {
        return isSecure ? "__Host-tickbus-openid" : "tickbus-openid";
    }

    private void complete(RoutingContext context) {
        Cookie cookie = context.request().getCookie(cookieName(context.request().isSSL()));
        String state = context.request().getParam("state");
        PendingLogin login = pending.take(cookie == null ? null : cookie.getValue(), state);
        setCookie(context, "", 0);
        String code = context.request().getParam("code");
        if (login == null) {
            refuse(context, "restart", "a login at the OpenID provider that did not begin in this browser, or is over");
        } else if (code == null) {
            refuse(
                    context,
                    "failed",
                    "the OpenID provider answers " + context.request().getParam("error"));
        } else {
            context.request().pause();
            provider.logIn(code, login)
                    .onComplete(done -> context.request().resume())
                    .onSuccess(user -> admit(context, user))
                    .onFailure(failure -> refuse(context, "failed", String.valueOf(failure.getMessage())));
        }
    }

    private void admit(RoutingContext context, User user) {
        if (user.rights().equals(Rights.NONE)) {
            Caller caller =
                    Caller.known("web", user.name(), Viewer.caller(context).address());
            refusals.noteAudited(WebRefusal.RIGHTS, caller, "no group of this user of the OpenID provider has rights");
            LoginRoutes.redirect(context, LoginRoutes.PATH + "#norights");
            return;
        }
        authentication.loggedInByProvider(context, user);
        LoginRoutes.redirect(context, "/");
    }

    private void refuse(RoutingContext context, String message, @Nullable String reason) {
        refusals.noteAudited(WebRefusal.LOGIN, Viewer.caller(context), String.valueOf(reason));
        LoginRoutes.redirect(context, LoginRoutes.PATH + "#" + message);
    }
}
