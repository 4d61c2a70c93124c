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
 * The page: its own files (in the folder {@code web} of the resources), those of its libraries, and the event bus through a
 * SockJS bridge. A browser may ask tables and listen to states and events, and nothing else.
 */
final class Page {
    private static final String QUERY_PATTERN = Addresses.query("TABLE")
            .replace(".", "\\.")
            .replace("TABLE", ".+"); // a name may have dots in it, as those of q's namespaces have
    private static final List<String> ASKED = List.of(Addresses.TABLES);
    private static final List<String> HEARD = List.of(Addresses.STATUS, Addresses.REJECTED, Addresses.EVENTS);
    /** A browser looks after the timers of a page that nobody sees once a minute, and so do its pings come. */
    private static final long PING_MS_MAX = 150_000;
    /**
     * Nothing but what this node serves is loaded or run, whatever a table's names and symbols may hold, and no other page shows
     * this one in a frame. Styles alone may be in elements: the grid sizes its columns so.
     */
    private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final long LIBRARIES_KEPT_SECONDS = TimeUnit.DAYS.toSeconds(1);

    private Page() {}

    /** Adds the page's routes; they stand last, since the page takes every path that is left. */
    static void addTo(Router router, Vertx vertx, SameOrigin sameOrigin) {
        router.route("/eventbus/*").handler(sameOrigin);
        router.route("/eventbus/*").subRouter(SockJSHandler.create(vertx).bridge(permitted()));
        router.get("/webjars/*")
                .handler(new ClassPathFiles(
                        "/webjars", "META-INF/resources/webjars", "public, max-age=" + LIBRARIES_KEPT_SECONDS));
        router.get().handler(Page::guarded).handler(new ClassPathFiles("", "web", "no-cache"));
    }

    private static void guarded(RoutingContext asked) {
        asked.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        asked.next();
    }

    private static SockJSBridgeOptions permitted() {
        SockJSBridgeOptions options = new SockJSBridgeOptions()
                .setPingTimeout(PING_MS_MAX)
                .addInboundPermitted(new PermittedOptions().setAddressRegex(QUERY_PATTERN));
        ASKED.forEach(address -> options.addInboundPermitted(new PermittedOptions().setAddress(address)));
        HEARD.forEach(address -> options.addOutboundPermitted(new PermittedOptions().setAddress(address)));
        return options;
    }
}
