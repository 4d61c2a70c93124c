package io.tickbus.web;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.Transport;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The HTTP routes of the web page. They serve the page's files from {@link #FOLDER}, and the page's JavaScript
 * libraries. A SockJS bridge connects browsers to the event bus. {@link BridgeAccess} checks its messages.
 */
final class Page {
    /** The folder of the page's own files on the class path. */
    static final String FOLDER = "io/tickbus/web/page";

    /**
     * The content security policy of the page. The browser loads and runs only files of this node. Text in a table can
     * therefore not run as a script. No other page can show this page in a frame. Inline styles are allowed because the
     * page's grid needs them for its column widths.
     */
    private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final long LIBRARIES_KEPT_SECONDS = TimeUnit.DAYS.toSeconds(1);

    private static final Pattern BRIDGE = Pattern.compile("/eventbus/(info|websocket|[^/.]+/[^/.]+/websocket)");
    private static final int NOT_FOUND = 404;

    private Page() {}

    /**
     * Adds the page's routes to a router. Call this method last, because the page's routes match every remaining path.
     * The page's scripts and styles need no user, because they contain no data.
     *
     * @param readers lets only users pass who may read
     * @param access checks the messages of the bridge
     */
    static void addTo(
            Router router, Vertx vertx, SameOrigin sameOrigin, Handler<RoutingContext> readers, BridgeAccess access) {
        router.route("/eventbus/*").handler(sameOrigin);
        router.route("/eventbus/*").handler(readers);
        router.route("/eventbus/*").handler(Page::bridgeOnly);
        router.route("/eventbus/*")
                .subRouter(SockJSHandler.create(vertx, bridgeOptions()).bridge(access.permitted(), access));
        router.get("/webjars/*")
                .handler(new ClassPathFiles(
                        "/webjars", "META-INF/resources/webjars", "public, max-age=" + LIBRARIES_KEPT_SECONDS));
        router.get("/").handler(readers);
        router.get().handler(Page::guarded).handler(new ClassPathFiles("", FOLDER, "no-cache"));
    }

    /** Returns the options of the bridge. The page uses WebSockets only. The other ways have no limits of their own. */
    private static SockJSHandlerOptions bridgeOptions() {
        SockJSHandlerOptions options = new SockJSHandlerOptions();
        Arrays.stream(Transport.values())
                .filter(transport -> transport != Transport.WEBSOCKET)
                .forEach(transport -> options.addDisabledTransport(transport.name()));
        return options;
    }

    /** Refuses the other routes of SockJS: test routes, and a page that loads a script of another site. */
    private static void bridgeOnly(RoutingContext context) {
        if (BRIDGE.matcher(context.normalizedPath()).matches()) {
            context.next();
        } else {
            context.response().setStatusCode(NOT_FOUND).end();
        }
    }

    static void guarded(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        context.next();
    }
}
