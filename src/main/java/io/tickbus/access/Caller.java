package io.tickbus.access;

/**
 * The client behind a request, as {@link AuditTrail} records it.
 *
 * @param server the server that the client uses: gateway, tickerplant or web
 * @param user the user's name; empty for a client without a name
 * @param address the client's address and port
 */
public record Caller(String server, String user, String address) {
    /** Returns the address without the port. A client has the same host in each of its connections. */
    public String host() {
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }
}
