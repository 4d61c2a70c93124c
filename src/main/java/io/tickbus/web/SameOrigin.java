package io.tickbus.web;

import io.netty.util.NetUtil;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what another site's page asks a browser to send: a WebSocket may be opened from any page, and tables are nobody
 * else's business. Nor may such a site call this node by a name of its own, whose address it changes once its page is there
 * (DNS rebinding); an address cannot be changed.
 *
 * <p>Source: RFC 6455, 10.2.
 */
final class SameOrigin implements Handler<RoutingContext> {
    private static final int FORBIDDEN = 403;

    private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> given = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * @param host that it listens on
     * @param names that it is called by, beside its own
     */
    SameOrigin(String host, Collection<String> names) {
        this.names.add("localhost");
        this.names.add(host);
        this.names.addAll(names);
        this.given.addAll(names);
        try {
            this.names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            // by its addresses, then
        }
    }

    @Override
    public void handle(RoutingContext asked) {
        String origin = asked.request().getHeader(HttpHeaders.ORIGIN);
        HostAndPort called = asked.request().authority();
        if (!isOf(origin, asked.request().getHeader(HttpHeaders.HOST)) && !isOfGiven(origin)) {
            refuse(asked, "the request comes from a page of " + origin);
        } else if (called != null && !isOurs(called.host())) {
            refuse(asked, "this node has no name " + called.host() + "; see web.names");
        } else {
            asked.next();
        }
    }

    private static void refuse(RoutingContext asked, String reason) {
        asked.response().setStatusCode(FORBIDDEN).end(reason + "\n");
    }

    /**
     * Whether a page was served under one of the names that the node was given: by a proxy, which may ask under another name,
     * and whose scheme and port are its own.
     */
    boolean isOfGiven(@Nullable String origin) {
        try {
            String host = origin == null ? null : new URI(origin).getHost();
            return host != null && given.contains(host);
        } catch (URISyntaxException none) {
            return false;
        }
    }

    /** Whether a node may be called so. */
    boolean isOurs(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return names.contains(bare) || NetUtil.isValidIpV4Address(bare) || NetUtil.isValidIpV6Address(bare);
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
