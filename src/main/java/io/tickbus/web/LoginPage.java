package io.tickbus.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/**
 * An HTTP handler that serves the login page. The page has a link to the OpenID Connect provider if the node has one. The
 * page runs no script. {@link LoginRoutes} uses this class. Thread-safe.
 */
final class LoginPage implements Handler<RoutingContext> {
    private static final String FILE = "io/tickbus/web/login/index.html";
    private static final String PLACE = "<!-- openid -->";

    private final Supplier<OpenIdState> state;

    /** Whether users can log in at an OpenID Connect provider. */
    enum OpenIdState {
        /** The node has no provider. */
        NONE(""),
        /** The provider answers. */
        AVAILABLE("<p class=\"openid\"><a href=\"login/openid\">Log in with OpenID</a></p>"),
        /** The node tries to reach the provider. */
        UNAVAILABLE("<p class=\"openid\">Log in with OpenID is unavailable: the provider does not answer.</p>");

        private final String html;

        OpenIdState(String html) {
            this.html = html;
        }
    }

    /** @param state returns the state for each request */
    LoginPage(Supplier<OpenIdState> state) {
        this.state = state;
    }

    @Override
    public void handle(RoutingContext context) {
        context.vertx()
                .executeBlocking(() -> ClassPathFiles.read(FILE), false)
                .onSuccess(file -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=utf-8")
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .end(file.toString().replace(PLACE, state.get().html)))
                .onFailure(context::fail);
    }
}
