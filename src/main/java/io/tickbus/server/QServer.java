package io.tickbus.server;

import static java.util.Comparator.comparingLong;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.tickbus.q.wire.KeepAlive;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A q IPC server: lets clients in, cuts the bytes into messages, and hands each to the {@link QHandler}. All of it runs on the
 * one event loop that called {@link #listen}, so that requests are answered one after the other, as in q; but for passwords,
 * long answers and compression, which take time and are made elsewhere.
 */
public final class QServer {
    private static final Logger LOG = LoggerFactory.getLogger(QServer.class);
    private static final int CHECKS = 4; // within the time that a connection may be silent, or stand still

    /** How long a client that is sent nothing may be unreachable before its connection ends, in ms. */
    private static final int UNREACHABLE_MS_MAX = 60_000;

    /** Until the memory of a client that was cut off is free. */
    private static final int CUT_OFF_PAUSE_MS = 20;

    private final Vertx vertx;
    private final QHandler handler;
    private final Logins logins;
    private final ServerLimits limits;
    private final @Nullable KeyCertOptions keys;
    private final Predicate<SocketAddress> isLocal;
    private final LongSupplier nanoTime;
    private final NetServer server;
    private final BufferBudget buffered;
    private final OutboundBudget outboundBudget;
    private final RequestDecoder requests;
    private final ReplyEncoder replyEncoder;
    private final RefusalCounts refusals = new RefusalCounts();
    private final Map<QConnection, ClientSession> sessions = new HashMap<>();
    private final List<Long> timers = new ArrayList<>();
    private @Nullable ContextInternal context;
    private @Nullable ServerTls tls;
    private boolean isCuttingOff;
    private int sockets;
    private int handles;
    private volatile int connections;
    private final AtomicLong receivedBytes = new AtomicLong();
    private final AtomicLong sentBytes = new AtomicLong();

    /** A server without encryption. */
    public QServer(Vertx vertx, QHandler handler, Users users, ServerLimits limits) {
        this(vertx, handler, users, limits, null);
    }

    /**
     * @param keys what TLS shows to clients; null for plain connections
     */
    public QServer(Vertx vertx, QHandler handler, Users users, ServerLimits limits, @Nullable KeyCertOptions keys) {
        this(vertx, handler, users, limits, keys, QServer::isLoopback, System::nanoTime);
    }

    /**
     * @param isLocal whether a peer is on this machine, for which q compresses nothing
     * @param nanoTime by which transfers stand still
     */
    QServer(
            Vertx vertx,
            QHandler handler,
            Users users,
            ServerLimits limits,
            @Nullable KeyCertOptions keys,
            Predicate<SocketAddress> isLocal,
            LongSupplier nanoTime) {
        this.vertx = vertx;
        this.handler = handler;
        this.logins = new Logins(users);
        this.limits = limits;
        this.keys = keys;
        this.isLocal = isLocal;
        this.nanoTime = nanoTime;
        this.buffered = new BufferBudget(limits.bufferedBytesMax());
        this.outboundBudget = new OutboundBudget(limits.bufferedBytesMax());
        this.requests = new RequestDecoder(vertx);
        this.replyEncoder = new ReplyEncoder(vertx, limits.replyBytesMax(), buffered);
        this.server = vertx.createNetServer(options()).connectHandler(this::accept);
    }

    /** A subscriber may be silent for ever: that its machine has gone is for TCP to find out, see {@link #keepAlive}. */
    static NetServerOptions options() {
        return new NetServerOptions().setTcpNoDelay(true).setTcpKeepAlive(true);
    }

    private static boolean isLoopback(SocketAddress peer) {
        return !(peer instanceof InetSocketAddress address)
                || (address.getAddress() != null && address.getAddress().isLoopbackAddress());
    }

    /**
     * Listens.
     *
     * @param port 0 for any free one
     * @return the port; a failure is a {@link BindException} with the address and the reason, or an {@link java.io.IOException}
     *     with what is wrong with the keys
     */
    public Future<Integer> listen(String host, int port) {
        context = (ContextInternal) vertx.getOrCreateContext();
        KeyCertOptions given = keys;
        if (given == null) {
            return bind(host, port);
        }
        return vertx.executeBlocking(() -> ServerTls.of(vertx, given)).compose(opened -> {
            tls = opened;
            return bind(host, port);
        });
    }

    private Future<Integer> bind(String host, int port) {
        return server.listen(port, host)
                .onSuccess(listening -> {
                    watch(limits.idleMsMax(), () -> check(limits.idleMsMax(), ClientSession::closeIfIdle));
                    watch(limits.stallMsMax(), this::closeStalled);
                })
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

    private void watch(long msMax, Runnable check) {
        if (msMax > 0) {
            timers.add(vertx.setPeriodic(Math.max(1, msMax / CHECKS), now -> check.run()));
        }
    }

    private void check(long msMax, ObjLongConsumer<ClientSession> closeIfOver) {
        long nsMax = TimeUnit.MILLISECONDS.toNanos(msMax);
        List.copyOf(sessions.values()).forEach(session -> closeIfOver.accept(session, nsMax));
    }

    /** Stops listening and closes every connection at once, whatever is queued. */
    public Future<Void> close() {
        timers.forEach(vertx::cancelTimer);
        timers.clear();
        Set.copyOf(sessions.keySet()).forEach(QConnection::abort);
        return server.close().eventually(requests::close);
    }

    /** Clients that were let in and are still here. Any thread. */
    public int connections() {
        return connections;
    }

    /** Bytes that clients have sent so far, without what TLS adds. Any thread. */
    public long receivedBytes() {
        return receivedBytes.get();
    }

    /** Bytes given to the operating system for clients so far, without what TLS adds. Any thread. */
    public long sentBytes() {
        return sentBytes.get();
    }

    /** Clients cut off so far because they did not read. Any thread. */
    public long cutOff() {
        return refusals.counts().getOrDefault(Refusal.SLOW_READER, 0L);
    }

    /** How often each thing went wrong so far, those that never did included. Any thread. */
    public Map<Refusal, Long> refusals() {
        return refusals.counts();
    }

    /** Bytes of unfinished requests and unsent answers, of all connections together. Any thread. */
    public long bufferedBytes() {
        return buffered.reserved();
    }

    private static void keepAlive(Channel channel) {
        KeepAlive.times(UNREACHABLE_MS_MAX)
                .forEach((time, value) -> channel.config().setOption(NioChannelOption.of(time), value));
    }

    private void accept(NetSocket accepted) {
        sockets++;
        NetSocketInternal socket = (NetSocketInternal) accepted;
        keepAlive(socket.channelHandlerContext().channel());
        ClientSession session = new ClientSession(this, socket);
        long timer = vertx.setTimer(limits.handshakeTimeoutMs(), late -> {
            if (!session.isIn()) {
                session.refuse(Refusal.HANDSHAKE_TIMEOUT, "no handshake within " + limits.handshakeTimeoutMs() + " ms");
            }
        });
        socket.exceptionHandler(failure -> {
            LOG.atDebug()
                    .addKeyValue("client", socket.remoteAddress())
                    .addKeyValue("reason", failure)
                    .log("connection failed");
            session.failed(failure);
        });
        socket.closeHandler(closed -> {
            sockets--;
            vertx.cancelTimer(timer);
            session.closed();
        });
        socket.handler(session::receive);
        if (sockets > limits.connectionsMax()) {
            session.refuse(Refusal.CONNECTIONS, "there are " + limits.connectionsMax() + " connections already");
        } else if (tls != null) {
            tls.start(socket.channelHandlerContext().channel());
        }
    }

    QConnection admit(
            NetSocketInternal socket, ClientSession session, Handshake handshake, Set<Permission> permissions) {
        QConnection connection = new QConnection(this, socket, ++handles, handshake, permissions);
        sessions.put(connection, session);
        connections = sessions.size();
        LOG.atDebug().addKeyValue("client", connection).log("connection opened");
        return connection;
    }

    void forget(QConnection connection) {
        sessions.remove(connection);
        connections = sessions.size();
        LOG.atDebug().addKeyValue("client", connection).log("connection closed");
        handler.closed(connection);
    }

    void received(int bytes) {
        receivedBytes.addAndGet(bytes);
    }

    void sent(int bytes) {
        sentBytes.addAndGet(bytes);
    }

    /** A client is sent a message. When all wait for too many, the one for which most wait goes, once nobody is being sent to. */
    void countUnsent(Buffer message) {
        outboundBudget.add(message);
        if (outboundBudget.bytes() > outboundBudget.bytesMax() && !isCuttingOff) {
            isCuttingOff = true;
            context().runOnContext(later -> cutOffSlowest());
        }
    }

    void countSent(Buffer message) {
        outboundBudget.remove(message);
    }

    private void cutOffSlowest() {
        isCuttingOff = outboundBudget.bytes() > outboundBudget.bytesMax();
        if (!isCuttingOff) {
            return;
        }
        sessions.keySet().stream()
                .filter(QConnection::isOpen)
                .max(comparingLong(QConnection::queuedBytes))
                .ifPresent(slowest -> slowest.cutOff(
                        Refusal.SLOW_READER,
                        "cut off, does not read: " + slowest.queuedBytes() + " bytes wait for it, the most of "
                                + outboundBudget.bytes() + " for all, where the limit is "
                                + outboundBudget.bytesMax()));
        vertx.setTimer(CUT_OFF_PAUSE_MS, later -> cutOffSlowest());
    }

    void note(Refusal refusal, Object client, String reason) {
        refusals.note(refusal, client, reason);
    }

    void note(Refusal refusal, Object client, String reason, @Nullable Throwable cause) {
        refusals.note(refusal, client, reason, cause);
    }

    boolean isLocal(SocketAddress peer) {
        return isLocal.test(peer);
    }

    ContextInternal context() {
        return context == null ? (ContextInternal) vertx.getOrCreateContext() : context;
    }

    /** Closes those that have stood still for too long. */
    void closeStalled() {
        check(limits.stallMsMax(), ClientSession::closeIfStalled);
    }

    StallTimer progress() {
        return new StallTimer(nanoTime);
    }

    Vertx vertx() {
        return vertx;
    }

    BufferBudget buffered() {
        return buffered;
    }

    RequestDecoder requests() {
        return requests;
    }

    ReplyEncoder answers() {
        return replyEncoder;
    }

    QHandler handler() {
        return handler;
    }

    Logins logins() {
        return logins;
    }

    ServerLimits limits() {
        return limits;
    }
}
