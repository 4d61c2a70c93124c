package io.tickbus.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A q IPC server: lets clients in, cuts the bytes into messages, and hands each to the {@link QHandler}. All of it runs on the
 * one event loop that called {@link #listen}, so that requests are answered one after the other, as in q.
 */
public final class QServer {
    private static final Logger LOG = LoggerFactory.getLogger(QServer.class);

    private final Vertx vertx;
    private final QHandler handler;
    private final Users users;
    private final ServerLimits limits;
    private final NetServer server;
    private final Set<QConnection> connections = new HashSet<>();
    private int sockets;
    private int handles;
    private long cutOff;

    public QServer(Vertx vertx, QHandler handler, Users users, ServerLimits limits) {
        this.vertx = vertx;
        this.handler = handler;
        this.users = users;
        this.limits = limits;
        this.server = vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true))
                .connectHandler(this::accept);
    }

    /**
     * Listens.
     *
     * @param port 0 for any free one
     * @return the port; a failure is a {@link BindException} with the address and the reason
     */
    public Future<Integer> listen(String host, int port) {
        return server.listen(port, host)
                .map(NetServer::actualPort)
                .recover(failure -> Future.failedFuture(
                        new BindException("cannot listen on " + host + ":" + port + ": " + reason(failure))));
    }

    private static String reason(Throwable failure) {
        if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
            return "unknown host";
        }
        String text = failure.getMessage();
        if (text == null || text.isEmpty()) {
            return failure.toString();
        }
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    /** Stops listening and closes every connection at once, whatever is queued. */
    public Future<Void> close() {
        Set.copyOf(connections).forEach(QConnection::abort);
        return server.close();
    }

    /** Clients that were let in and are still here. */
    public int connections() {
        return connections.size();
    }

    /** Clients cut off so far because they did not read. */
    public long cutOff() {
        return cutOff;
    }

    private void accept(NetSocket socket) {
        sockets++;
        Session session = new Session(this, (NetSocketInternal) socket);
        long timer = vertx.setTimer(limits.handshakeTimeoutMs(), late -> {
            if (!session.isIn()) {
                session.refuse("no handshake within " + limits.handshakeTimeoutMs() + " ms");
            }
        });
        socket.exceptionHandler(failure -> LOG.debug("{}: {}", socket.remoteAddress(), failure.toString()));
        socket.closeHandler(closed -> {
            sockets--;
            vertx.cancelTimer(timer);
            session.closed();
        });
        socket.handler(session::receive);
        if (sockets > limits.connectionsMax()) {
            session.refuse("there are " + limits.connectionsMax() + " connections already");
        }
    }

    QConnection admit(NetSocketInternal socket, Handshake handshake) {
        QConnection connection = new QConnection(socket, ++handles, handshake, limits.queuedBytesMax(), () -> cutOff++);
        connections.add(connection);
        LOG.debug("{} opened", connection);
        return connection;
    }

    void forget(QConnection connection) {
        connections.remove(connection);
        LOG.debug("{} closed", connection);
        handler.closed(connection);
    }

    QHandler handler() {
        return handler;
    }

    Users users() {
        return users;
    }

    ServerLimits limits() {
        return limits;
    }
}
