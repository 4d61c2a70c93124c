package io.tickbus.web;

import io.tickbus.event.Addresses;
import io.vertx.core.Vertx;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP routes of the web page. They serve the files of the page (the resource folder {@code web}) and of its
 * libraries. They also connect browsers to the event bus through a SockJS bridge. A browser may query tables, and may
 * receive status reports and events. The bridge permits nothing else.
 */
final class Page {
    private static final String QUERY_PATTERN = Addresses.query("TABLE")
            .replace(".", "\\.")
            .replace("TABLE", ".+"); // Table names can contain dots, like names in q's namespaces.
    private static final List<String> REQUESTED = List.of(Addresses.TABLES);
    private static final List<String> PUBLISHED = List.of(Addresses.STATUS, Addresses.REJECTED, Addresses.EVENTS);
    /**
     * Time in ms without a ping after which the bridge closes a connection. The page sends pings by a timer. Browsers
     * run the timers of a hidden page only once a minute.
     */
    private static final long PING_MS_MAX = 150_000;
    /**
     * The content security policy of the page. The browser loads and runs only files of this node, whatever text a
     * table contains. No other page can show this page in a frame. Inline styles are allowed because the page's grid
     * uses them for the widths of its columns.
     */
    private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final long LIBRARIES_KEPT_SECONDS = TimeUnit.DAYS.toSeconds(1);

    private Page() {}

    /** Adds the page's routes to a router. Call this method last, because the page handles every remaining path. */
    static void addTo(Router router, Vertx vertx, SameOrigin sameOrigin) {
        router.route("/eventbus/*").handler(sameOrigin);
        router.route("/eventbus/*").subRouter(SockJSHandler.create(vertx).bridge(permitted()));
        router.get("/webjars/*")
                .handler(new ClassPathFiles(
                        "/webjars", "META-INF/resources/webjars", "public, max-age=" + LIBRARIES_KEPT_SECONDS));
        router.get().handler(Page::guarded).handler(new ClassPathFiles("", "web", "no-cache"));
    }

    private static void guarded(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        context.next();
    }

    private static SockJSBridgeOptions permitted() {
        SockJSBridgeOptions options = new SockJSBridgeOptions()
                .setPingTimeout(PING_MS_MAX)
                .addInboundPermitted(new PermittedOptions().setAddressRegex(QUERY_PATTERN));
        REQUESTED.forEach(address -> options.addInboundPermitted(new PermittedOptions().setAddress(address)));
        PUBLISHED.forEach(address -> options.addOutboundPermitted(new PermittedOptions().setAddress(address)));
        return options;
    }
}
