package io.tickbus.web;

import io.netty.channel.Channel;
import io.tickbus.access.Caller;
import io.tickbus.access.RefusalCounts;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxConnection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The open connections of the web server, and their limits. At the limit of connections, a new connection replaces an old
 * one, so that slow clients cannot keep others out. A connection without a complete request is replaced first, then the one
 * whose last request is the oldest. An open WebSocket of a logged-in user is not replaced. Belongs to the thread of the
 * web verticle, on which the server's connections run.
 */
final class OpenConnections {
    /** A client must send a complete request within this time after it has connected or begun the request. */
    static final int REQUEST_SECONDS_MAX = 10;
    /**
     * A connection without a WebSocket closes after this time without a complete request. The time is twice the default
     * scrape interval of Prometheus, one minute.
     */
    static final int IDLE_SECONDS_MAX = 120;
    /** Number of WebSockets of one user that are not replaced. Otherwise one user could keep all others out. */
    static final int SOCKETS_OF_USER_MAX = 32;
    /** The part of the heap that unread answers may use on all connections together. */
    private static final int HEAP_PART = 8;

    private final int connectionsMax;
    private final long unreadBytesMax;
    private final RefusalCounts<WebRefusal> refusals;
    private final LongSupplier nanoTime;
    /** Connections without a complete request, the oldest first. */
    private final Set<OpenConnection> silent = new LinkedHashSet<>();
    /** Connections with a request, the one with the oldest request or message first. */
    private final Set<OpenConnection> active = new LinkedHashSet<>();
    /** WebSockets that are not replaced. */
    private final Set<OpenConnection> kept = new LinkedHashSet<>();

    private final Map<String, Integer> socketsOfUser = new HashMap<>();
    private long unreadBytes;

    OpenConnections(int connectionsMax, RefusalCounts<WebRefusal> refusals) {
        this(connectionsMax, Runtime.getRuntime().maxMemory() / HEAP_PART, refusals, System::nanoTime);
    }

    /**
     * @param unreadBytesMax limit of the bytes of all answers that clients have not read yet
     * @param nanoTime the clock, in nanoseconds
     */
    OpenConnections(
            int connectionsMax, long unreadBytesMax, RefusalCounts<WebRefusal> refusals, LongSupplier nanoTime) {
        this.connectionsMax = connectionsMax;
        this.unreadBytesMax = unreadBytesMax;
        this.refusals = refusals;
        this.nanoTime = nanoTime;
    }

    /** Adds a new connection. Closes another connection, or this one, if there are too many. */
    void add(HttpConnection connection) {
        add(((VertxConnection) connection).channel(), String.valueOf(connection.remoteAddress()));
    }

    /** @param client the client's address and port */
    void add(Channel channel, String client) {
        OpenConnection added = new OpenConnection(channel, client, this);
        if (size() >= connectionsMax && !replaceOne()) {
            refuse(added, WebRefusal.CONNECTIONS, connectionsMax + " connections are open, all of logged-in users");
            return;
        }
        silent.add(added);
        added.start();
    }

    private boolean replaceOne() {
        OpenConnection oldest =
                Stream.concat(silent.stream(), active.stream()).findFirst().orElse(null);
        if (oldest != null) {
            refuse(oldest, WebRefusal.CONNECTIONS, connectionsMax + " connections are open; the idlest was closed");
        }
        return oldest != null;
    }

    /** Notes a complete request or a message of a connection. */
    void used(OpenConnection connection) {
        silent.remove(connection);
        if (active.remove(connection) || !kept.contains(connection)) {
            active.add(connection);
        }
    }

    /** Keeps a WebSocket from now on. */
    void keep(OpenConnection connection) {
        silent.remove(connection);
        active.remove(connection);
        kept.add(connection);
    }

    /** Returns whether one more WebSocket of a user is protected, and counts it. */
    boolean protect(String user) {
        if (socketsOfUser.getOrDefault(user, 0) >= SOCKETS_OF_USER_MAX) {
            return false;
        }
        socketsOfUser.merge(user, 1, Integer::sum);
        return true;
    }

    /** Notes that a connection has become a WebSocket of the bridge. */
    static void opened(HttpConnection connection, Viewer viewer) {
        OpenConnection upgraded =
                ((VertxConnection) connection).channel().pipeline().get(OpenConnection.class);
        if (upgraded != null) {
            upgraded.upgrade(viewer.user().name());
        }
    }

    /** Closes a connection, and counts the reason. */
    void refuse(OpenConnection connection, WebRefusal kind, String reason) {
        refusals.note(kind, Caller.known("web", connection.user(), connection.client()), reason);
        remove(connection);
        connection.close();
    }

    /** Forgets a closed connection. */
    void remove(OpenConnection connection) {
        silent.remove(connection);
        active.remove(connection);
        if (kept.remove(connection)) {
            socketsOfUser.computeIfPresent(connection.user(), (same, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Closes the connections whose time is over. The server calls this method every second. */
    void closeLate() {
        long now = nanoTime();
        for (OpenConnection connection : all().toList()) {
            if (connection.isInRequest()
                    && now - connection.lastNanos() > TimeUnit.SECONDS.toNanos(REQUEST_SECONDS_MAX)) {
                refuse(connection, WebRefusal.TIMEOUT, "no complete request within " + REQUEST_SECONDS_MAX + " s");
            } else if (connection.isIdle(now)) {
                // Browsers open spare connections, so that the log says nothing.
                remove(connection);
                connection.close();
            }
        }
    }

    /** Counts the bytes of answers that were written to a connection, or that its client has read if the number is negative. */
    void countUnread(long bytes) {
        unreadBytes += bytes;
        if (bytes > 0 && unreadBytes > unreadBytesMax) {
            all().max(Comparator.comparingLong(OpenConnection::unreadBytes))
                    .ifPresent(slowest -> refuse(
                            slowest, WebRefusal.SLOW_READER, slowest.unreadBytes() + " bytes of answers are unread"));
        }
    }

    private Stream<OpenConnection> all() {
        return Stream.of(silent, active, kept).flatMap(Set::stream);
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    int size() {
        return silent.size() + active.size() + kept.size();
    }
}
