package io.tickbus.web;

import io.tickbus.access.RefusalCounts;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP routes with which a user of a browser logs in and out. {@code GET /login} serves the form, {@code POST /login}
 * checks it, and {@code POST /logout} ends the session. {@code GET /api/me} tells the page who is logged in.
 */
final class LoginRoutes {
    /** The path of the login page. */
    static final String PATH = "/login";

    private static final int FORM_BYTES_MAX = 4096;
    private static final int SEE_OTHER = 303;
    private static final int FORBIDDEN = 403;

    private final @Nullable Authentication authentication;
    private final LoginPage page;
    private final RefusalCounts<WebRefusal> refusals;

    /** @param authentication checks the logins; null on a node without users, which has no login */
    LoginRoutes(@Nullable Authentication authentication, LoginPage page, RefusalCounts<WebRefusal> refusals) {
        this.authentication = authentication;
        this.page = page;
        this.refusals = refusals;
    }

    /** @param readers lets only users pass who may read */
    void addTo(Router router, SameOrigin sameOrigin, Handler<RoutingContext> readers) {
        router.get("/api/me").handler(sameOrigin).handler(readers).handler(LoginRoutes::me);
        Authentication logins = authentication;
        if (logins == null) {
            return;
        }
        router.route(PATH).handler(sameOrigin);
        router.get(PATH).handler(Page::guarded).handler(page);
        router.post(PATH)
                .handler(BodyHandler.create(false).setBodyLimit(FORM_BYTES_MAX))
                .handler(context -> login(context, logins));
        router.route("/logout").handler(sameOrigin);
        router.post("/logout").handler(readers).handler(LoginRoutes::logout);
    }

    private void login(RoutingContext context, Authentication logins) {
        if (!Authentication.isFromOwnPage(context)) {
            refusals.noteAudited(WebRefusal.ORIGIN, Viewer.caller(context), "a login without the header Origin");
            context.response().setStatusCode(FORBIDDEN).end("a login needs the header Origin of this node's page\n");
            return;
        }
        String name = Objects.requireNonNullElse(context.request().getFormAttribute("user"), "");
        String password = Objects.requireNonNullElse(context.request().getFormAttribute("password"), "");
        logins.admit(context, name, password)
                .onSuccess(user -> {
                    logins.loggedIn(context, user);
                    redirect(context, "/");
                })
                .onFailure(failure -> {
                    boolean tooMany = Authentication.isTooMany(failure);
                    refusals.noteAudited(
                            tooMany ? WebRefusal.LOGINS : WebRefusal.LOGIN,
                            Viewer.caller(context),
                            String.valueOf(failure.getMessage()));
                    redirect(context, PATH + (tooMany ? "#later" : "#wrong"));
                });
    }

    private static void logout(RoutingContext context) {
        Viewer.audit(context).disconnected();
        Sessions.logout(context);
        redirect(context, PATH);
    }

    static void redirect(RoutingContext context, String path) {
        context.response()
                .setStatusCode(SEE_OTHER)
                .putHeader(HttpHeaders.LOCATION, path)
                .end();
    }

    private static void me(RoutingContext context) {
        Viewer viewer = Viewer.of(context);
        context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject()
                        .put("user", viewer.user().name())
                        .put("rights", viewer.user().rights().text())
                        .put("session", viewer.hasSession())
                        .encode());
    }
}
