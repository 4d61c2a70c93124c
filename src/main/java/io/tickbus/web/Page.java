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
 * The HTTP routes of the web page. They serve the page's files from {@link #FOLDER}, and the page's JavaScript
 * libraries. A SockJS bridge connects browsers to the event bus. A browser can query tables, and can receive status
 * reports, rejections and events. The bridge permits nothing else.
 */
final class Page {
    /** The folder of the page's own files on the class path. */
    static final String FOLDER = "io/tickbus/web/page";

    private static final String QUERY_PATTERN = Addresses.query("TABLE")
            .replace(".", "\\.")
            .replace("TABLE", ".+"); // Table names can contain dots, like names in q's namespaces.
    private static final List<String> REQUESTED = List.of(Addresses.TABLES);
    private static final List<String> PUBLISHED = List.of(Addresses.STATUS, Addresses.REJECTED, Addresses.EVENTS);
    /**
     * The bridge closes a connection after this time without a ping, in ms. A timer of the page sends the pings.
     * Browsers run the timers of a hidden page only once a minute.
     */
    private static final long PING_MS_MAX = 150_000;
    /**
     * The content security policy of the page. The browser loads and runs only files of this node. Text in a table can
     * therefore not run as a script. No other page can show this page in a frame. Inline styles are allowed because the
     * page's grid needs them for its column widths.
     */
    private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final long LIBRARIES_KEPT_SECONDS = TimeUnit.DAYS.toSeconds(1);

    private Page() {}

    /**
     * Adds the page's routes to a router. Call this method last, because the page's routes match every remaining path.
     */
    static void addTo(Router router, Vertx vertx, SameOrigin sameOrigin) {
        router.route("/eventbus/*").handler(sameOrigin);
        router.route("/eventbus/*").subRouter(SockJSHandler.create(vertx).bridge(permitted()));
        router.get("/webjars/*")
                .handler(new ClassPathFiles(
                        "/webjars", "META-INF/resources/webjars", "public, max-age=" + LIBRARIES_KEPT_SECONDS));
        router.get().handler(Page::guarded).handler(new ClassPathFiles("", FOLDER, "no-cache"));
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
