package io.tickbus.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP handler that serves the login page. The page has a link to the OpenID Connect provider if the node has one. The
 * page runs no script. {@link LoginRoutes} uses this class. Thread-safe.
 */
final class LoginPage implements Handler<RoutingContext> {
    private static final String FILE = "io/tickbus/web/login/index.html";
    private static final String PLACE = "<!-- openid -->";

    private final Supplier<OpenIdState> state;
    private volatile @Nullable String html;

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
                .executeBlocking(this::html, false)
                .onSuccess(page -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=utf-8")
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .end(page.replace(PLACE, state.get().html)))
                .onFailure(context::fail);
    }

    private String html() throws IOException {
        String known = html;
        if (known == null) {
            known = ClassPathFiles.read(FILE).toString();
            html = known;
        }
        return known;
    }
}
