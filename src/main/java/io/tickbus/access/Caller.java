package io.tickbus.access;

/**
 * The client behind a request, as {@link AuditTrail} and {@link RefusalCounts} record it.
 *
 * @param server the server that the client uses: gateway, tickerplant or web
 * @param user the name that the client gave; empty for a client without a name
 * @param isKnown true if the server has checked that the client is this user
 * @param address the client's address and port
 */
public record Caller(String server, String user, boolean isKnown, String address) {
    /** Returns a client whose name the server has checked. */
    public static Caller known(String server, String user, String address) {
        return new Caller(server, user, true, address);
    }

    /** Returns a client that can give any name. */
    public static Caller unknown(String server, String claimed, String address) {
        return new Caller(server, claimed, false, address);
    }

    /**
     * Returns a text that is equal for all connections of one user from one host. A name that was not checked is no part
     * of it: otherwise a client could give a new name each time, and be another client each time.
     */
    String identity() {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        return server + " " + (isKnown ? user : "") + " " + host;
    }
}
