package io.tickbus.web;

import io.tickbus.event.Addresses;
import io.vertx.core.Vertx;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The page: its own files (in the folder {@code web} of the resources), those of its libraries, and the event bus through a
 * SockJS bridge. A browser may ask tables and listen to states and events, and nothing else.
 */
final class Page {
    private static final String QUERY_PATTERN =
            Addresses.query("TABLE").replace(".", "\\.").replace("TABLE", "[^.]+");
    private static final List<String> ASKED = List.of(Addresses.TABLES);
    private static final List<String> HEARD =
            List.of(Addresses.STATUS, Addresses.OWNER, Addresses.REJECTED, Addresses.EVENTS);
    private static final long LIBRARIES_KEPT_SECONDS = TimeUnit.DAYS.toSeconds(1);

    private Page() {}

    /** Adds the page's routes; they stand last, since the page takes every path that is left. */
    static void addTo(Router router, Vertx vertx, SameOrigin sameOrigin) {
        router.route("/eventbus/*").handler(sameOrigin);
        router.route("/eventbus/*").subRouter(SockJSHandler.create(vertx).bridge(permitted()));
        router.get("/webjars/*")
                .handler(StaticHandler.create("META-INF/resources/webjars").setMaxAgeSeconds(LIBRARIES_KEPT_SECONDS));
        router.get().handler(StaticHandler.create("web").setCachingEnabled(false));
    }

    private static SockJSBridgeOptions permitted() {
        SockJSBridgeOptions options =
                new SockJSBridgeOptions().addInboundPermitted(new PermittedOptions().setAddressRegex(QUERY_PATTERN));
        ASKED.forEach(address -> options.addInboundPermitted(new PermittedOptions().setAddress(address)));
        HEARD.forEach(address -> options.addOutboundPermitted(new PermittedOptions().setAddress(address)));
        return options;
    }
}
