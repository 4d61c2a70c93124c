package io.tickbus.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what another site's page asks a browser to send: a WebSocket may be opened from any page, and tables are nobody
 * else's business.
 *
 * <p>Source: RFC 6455, 10.2.
 */
final class SameOrigin implements Handler<RoutingContext> {
    private static final int FORBIDDEN = 403;

    @Override
    public void handle(RoutingContext asked) {
        String origin = asked.request().getHeader(HttpHeaders.ORIGIN);
        if (isOf(origin, asked.request().getHeader(HttpHeaders.HOST))) {
            asked.next();
        } else {
            asked.response().setStatusCode(FORBIDDEN).end("asked by a page of " + origin + "\n");
        }
    }

    /**
     * Whether a page of an origin was served by this host and port.
     *
     * @param origin such as {@code http://localhost:8080}; null of what is no page
     */
    static boolean isOf(@Nullable String origin, @Nullable String host) {
        return origin == null || origin.substring(origin.indexOf("//") + 2).equalsIgnoreCase(host);
    }
}
