package io.tickbus.web;

import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Converts the address of an HTTP client to the class that {@link io.tickbus.access.LoginThrottle} takes. */
final class PeerAddress {
    private PeerAddress() {}

    static java.net.SocketAddress of(RoutingContext context) {
        SocketAddress peer = context.request().connection().remoteAddress();
        try {
            // The host is an IP address, so that nothing is looked up.
            return new InetSocketAddress(InetAddress.getByName(peer.hostAddress()), peer.port());
        } catch (UnknownHostException noAddress) {
            return InetSocketAddress.createUnresolved(String.valueOf(peer.host()), Math.max(0, peer.port()));
        }
    }
}
