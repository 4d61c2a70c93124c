package io.tickbus.web;

import io.tickbus.access.Permission;
import io.tickbus.access.RefusalCounts;
import io.tickbus.event.Addresses;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks each message of the SockJS bridge against the rights of the browser's user. A user may query the tables that it
 * may read. A user receives the events and rejections of these tables, and the status reports. When the login ends, the
 * connection closes at its next message or ping. Belongs to the thread of the web verticle.
 */
final class BridgeAccess implements Handler<BridgeEvent> {
    private static final List<String> PUBLISHED = List.of(Addresses.STATUS, Addresses.REJECTED, Addresses.EVENTS);
    /**
     * The bridge closes a connection after this time without a ping, in ms. A timer of the page sends the pings.
     * Browsers run the timers of a hidden page only once a minute.
     */
    private static final long PING_MS_MAX = 150_000;

    /** Limit of the addresses and pending answers of a connection. The page has three addresses. */
    static final int HANDLERS_OF_SOCKET_MAX = 32;
    /** A query without an answer for this time fails, in ms. The page waits as long. */
    private static final long REPLY_MS_MAX = 10_000;
    /** Limit of the length of an address, in characters. */
    private static final int ADDRESS_LENGTH_MAX = 200;

    private static final Set<BridgeEventType> FROM_BROWSER =
            Set.of(BridgeEventType.SEND, BridgeEventType.PUBLISH, BridgeEventType.REGISTER);

    /** Matches the address of a query. Group 1 is the name of the table, which can contain dots. */
    private static final Pattern QUERY =
            Pattern.compile(Pattern.quote(Addresses.query("TABLE")).replace("TABLE", "\\E(.+)\\Q"));

    private final @Nullable Sessions sessions;
    private final RefusalCounts<WebRefusal> refusals;

    /** @param sessions the sessions of the users; null on a node without users */
    BridgeAccess(@Nullable Sessions sessions, RefusalCounts<WebRefusal> refusals) {
        this.sessions = sessions;
        this.refusals = refusals;
    }

    /** Returns what the bridge permits at all. The rights of the user are checked in addition. */
    SockJSBridgeOptions permitted() {
        SockJSBridgeOptions options = new SockJSBridgeOptions()
                .setPingTimeout(PING_MS_MAX)
                .setMaxHandlersPerSocket(HANDLERS_OF_SOCKET_MAX)
                .setReplyTimeout(REPLY_MS_MAX)
                .setMaxAddressLength(ADDRESS_LENGTH_MAX)
                .addInboundPermitted(new PermittedOptions().setAddressRegex(QUERY.pattern()));
        PUBLISHED.forEach(address -> options.addOutboundPermitted(new PermittedOptions().setAddress(address)));
        return options;
    }

    @Override
    public void handle(BridgeEvent event) {
        Viewer viewer = Viewer.of(event.socket().routingContext());
        if (viewer.hasSession()
                && sessions != null
                && sessions.user(event.socket().webSession()) == null) {
            event.complete(false);
            event.socket().close();
            return;
        }
        if (event.type() == BridgeEventType.SOCKET_CREATED) {
            OpenConnections.opened(event.socket().routingContext().request().connection(), viewer);
        }
        if (event.type() == BridgeEventType.SOCKET_ERROR) {
            event.complete(true);
            event.socket().close(); // For example after a long message. The bridge itself leaves the connection open.
            return;
        }
        JsonObject message = event.getRawMessage();
        String address = message == null ? null : message.getString("address");
        if (FROM_BROWSER.contains(event.type()) && message != null && message.containsKey("headers")) {
            event.complete(false); // The page sends none, and the bridge fails on wrong ones.
            return;
        }
        if (FROM_BROWSER.contains(event.type()) && !isPermitted(viewer, address)) {
            refusals.noteAudited(
                    WebRefusal.RIGHTS, Viewer.caller(event.socket().routingContext()), "bridge: " + address);
            event.complete(false);
            return;
        }
        event.complete(event.type() != BridgeEventType.RECEIVE || message == null || isVisible(viewer, message));
    }

    private static boolean isPermitted(Viewer viewer, @Nullable String address) {
        Matcher query = QUERY.matcher(address == null ? "" : address);
        return query.matches() ? viewer.mayRead(query.group(1)) : viewer.may(Permission.READ);
    }

    /** Returns whether a message is about no table, or about a table that the user may read. */
    private static boolean isVisible(Viewer viewer, JsonObject message) {
        return !(message.getValue("body") instanceof JsonObject body)
                || !(body.getValue("table") instanceof String table)
                || viewer.mayRead(table);
    }
}
