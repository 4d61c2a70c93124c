package io.tickbus.web;

import io.netty.util.NetUtil;
import io.tickbus.access.RefusalCounts;
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
 * An HTTP handler that refuses requests from pages of other sites. {@link WebVerticle} protects its routes with this
 * handler. Without this handler, any page in a browser could open a WebSocket to this node. The handler also refuses
 * requests for a host name that this node does not know. Otherwise, another site could point its own host name at this
 * node after its page has loaded (DNS rebinding). An IP address counts as a known host name. Thread-safe.
 *
 * <p>Source: RFC 6455, 10.2.
 */
final class SameOrigin implements Handler<RoutingContext> {
    private static final int FORBIDDEN = 403;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final RefusalCounts<WebRefusal> refusals;
    private final Set<String> given = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * @param host the host on which the node listens
     * @param names more host names of the node, from {@code web.names}
     * @param refusals counts the refused requests
     */
    SameOrigin(String host, Collection<String> names, RefusalCounts<WebRefusal> refusals) {
        this.refusals = refusals;
        this.names.add("localhost");
        this.names.add(host);
        this.names.addAll(names);
        this.given.addAll(names);
        try {
            this.names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            // A node without a host name remains reachable under its IP addresses.
        }
    }

    @Override
    public void handle(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        HostAndPort authority = context.request().authority();
        if (!isOf(origin, authority) && !isOfGiven(origin)) {
            refuse(context, "the request comes from a page of " + origin);
        } else if (authority != null && !isOurs(authority.host())) {
            refuse(context, "this node has no name " + authority.host() + "; see web.names");
        } else {
            context.next();
        }
    }

    private void refuse(RoutingContext context, String reason) {
        refusals.noteAudited(WebRefusal.ORIGIN, Viewer.caller(context), reason);
        context.response().setStatusCode(FORBIDDEN).end(reason + "\n");
    }

    /**
     * Returns whether a page was served under a name from {@code web.names}. This method compares only the host name,
     * because a proxy serves pages under its own scheme and port.
     *
     * @param origin such as {@code https://tickbus.example.com}; null if the request does not come from a page
     */
    boolean isOfGiven(@Nullable String origin) {
        try {
            String host = origin == null ? null : new URI(origin).getHost();
            return host != null && given.contains(host);
        } catch (URISyntaxException none) {
            return false;
        }
    }

    /** Returns whether a host name belongs to this node. The result is true for every IP address. */
    boolean isOurs(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return names.contains(bare) || NetUtil.isValidIpV4Address(bare) || NetUtil.isValidIpV6Address(bare);
    }

    /**
     * Returns whether the page that sent a request has the host and port of the request. Also returns true if no page
     * sent the request.
     *
     * @param origin such as {@code http://localhost:8080}; null if the request does not come from a page
     * @param authority the host and port of the request, from the Host header or from HTTP/2's {@code :authority}
     */
    static boolean isOf(@Nullable String origin, @Nullable HostAndPort authority) {
        if (origin == null) {
            return true;
        }
        try {
            URI page = new URI(origin);
            int defaultPort = "https".equalsIgnoreCase(page.getScheme()) ? HTTPS_PORT : HTTP_PORT;
            return authority != null
                    && authority.host().equalsIgnoreCase(page.getHost())
                    && port(authority.port(), defaultPort) == port(page.getPort(), defaultPort);
        } catch (URISyntaxException none) {
            return false;
        }
    }

    private static int port(int given, int defaultPort) {
        return given > 0 ? given : defaultPort;
    }
}
