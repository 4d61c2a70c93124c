package io.tickbus.server;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.tickbus.access.AuditTrail;
import io.tickbus.access.Caller;
import io.tickbus.access.FileWatch;
import io.tickbus.access.LoginThrottle;
import io.tickbus.access.RefusalCounts;
import io.tickbus.access.Rights;
import io.tickbus.access.Users;
import io.tickbus.q.wire.KeepAlive;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.KeyStoreOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
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
 * A server for q clients over q IPC. The server admits clients, splits their bytes into messages, and passes each
 * message to the {@link QHandler}. The gateway and the embedded tickerplant use a server.
 *
 * <p>The server runs on the event loop that called {@link #listen}. Requests are therefore handled one after another,
 * as in q. Slow work runs on worker threads: password checks, encoding and decoding of long messages, and compression.
 */
public final class QServer {
    private static final Logger LOG = LoggerFactory.getLogger(QServer.class);
    /**
     * Number of checks for idle or stalled connections within one time limit. A connection is therefore closed at most
     * a quarter of the limit too late.
     */
    private static final int CHECKS = 4;

    /**
     * Time in ms after which TCP closes the connection of an unreachable client. This time applies while the server
     * sends nothing to the client.
     */
    private static final int UNREACHABLE_MS_MAX = 60_000;

    private final Vertx vertx;
    private final QHandler handler;
    private final LoginThrottle loginThrottle;
    private final ServerLimits limits;
    private final @Nullable KeyCertOptions keys;
    private final Predicate<SocketAddress> isLocal;
    private final LongSupplier nanoTime;
    private final NetServer server;
    private String auditName = "";
    private final BufferBudget bufferBudget;
    private final SlowReaders slowReaders;
    private final RequestDecoder requestDecoder;
    private final ReplyEncoder replyEncoder;
    private final RefusalCounts<Refusal> refusals = new RefusalCounts<>(Refusal.class, LOG, true);
    private final Map<QConnection, ClientSession> sessions = new HashMap<>();
    private final List<Long> timers = new ArrayList<>();
    private @Nullable ContextInternal context;
    private @Nullable ServerTls tls;
    private @Nullable FileWatch keyWatch;
    private int sockets;
    private int handles;
    private volatile int connections;
    private final AtomicLong receivedBytes = new AtomicLong();
    private final AtomicLong sentBytes = new AtomicLong();

    /** Creates a server without TLS. The constructor with {@code keys} describes the parameters. */
    public QServer(Vertx vertx, QHandler handler, Users users, ServerLimits limits) {
        this(vertx, handler, users, limits, null);
    }

    /**
     * Creates a server. The server does not listen before {@link #listen}.
     *
     * @param handler answers the requests
     * @param users decides which clients may connect
     * @param limits the limits of connections, messages and memory
     * @param keys the certificate and key for TLS, or null for connections without TLS
     */
    public QServer(Vertx vertx, QHandler handler, Users users, ServerLimits limits, @Nullable KeyCertOptions keys) {
        this(vertx, handler, users, limits, keys, QServer::isLoopback, System::nanoTime);
    }

    /**
     * @param isLocal returns true if a client is on this machine. As in q, messages to a local client are not
     *     compressed.
     * @param nanoTime the clock that detects stalled transfers, in nanoseconds
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
        this.loginThrottle = new LoginThrottle(
                (user, password, wanted) -> onEventLoop(users.admit(user, password, wanted)),
                ms -> context().timer(ms, TimeUnit.MILLISECONDS).mapEmpty(),
                nanoTime);
        this.limits = limits;
        this.keys = keys;
        this.isLocal = isLocal;
        this.nanoTime = nanoTime;
        this.bufferBudget = new BufferBudget(limits.bufferedBytesMax());
        this.slowReaders = new SlowReaders(this, sessions.keySet(), limits.bufferedBytesMax());
        this.requestDecoder = new RequestDecoder(vertx);
        this.replyEncoder = new ReplyEncoder(vertx, limits.replyBytesMax(), bufferBudget);
        this.server = vertx.createNetServer(options()).connectHandler(this::accept);
    }

    /**
     * Returns the socket options. A subscriber can be silent forever. TCP must therefore detect a lost client, see
     * {@link #keepAlive}.
     */
    static NetServerOptions options() {
        return new NetServerOptions().setTcpNoDelay(true).setTcpKeepAlive(true);
    }

    private static boolean isLoopback(SocketAddress peer) {
        return !(peer instanceof InetSocketAddress address)
                || (address.getAddress() != null && address.getAddress().isLoopbackAddress());
    }

    /** Records what clients do from now on. The name is that of this server in the audit trail. */
    void recordAs(String name) {
        auditName = name;
    }

    /**
     * Starts to listen on the caller's context. All further work runs on this context.
     *
     * @param host the address to listen on
     * @param port 0 to 65535, where 0 means any free port
     * @return the port. Fails with a {@link BindException} that has the address and the reason, or with a
     *     {@link java.io.IOException} if the keys are wrong. The server does not listen after a failure.
     */
    public Future<Integer> listen(String host, int port) {
        context = (ContextInternal) vertx.getOrCreateContext();
        KeyCertOptions given = keys;
        if (given == null) {
            return bind(host, port);
        }
        return readKeys(given).compose(read -> bind(host, port)).onSuccess(bound -> {
            if (given instanceof KeyStoreOptions store && store.getPath() != null) {
                keyWatch = FileWatch.start(vertx, Path.of(store.getPath()), () -> readKeys(given));
            }
        });
    }

    private Future<?> readKeys(KeyCertOptions given) {
        // A copy, because Vert.x's options keep the keys that they have read.
        return vertx.executeBlocking(() -> ServerTls.of(vertx, given.copy())).onSuccess(read -> tls = read);
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

    /**
     * Stops listening and closes every connection at once. Queued messages are discarded. Call this on the server's
     * event loop.
     */
    public Future<Void> close() {
        timers.forEach(vertx::cancelTimer);
        timers.clear();
        if (keyWatch != null) {
            keyWatch.close();
        }
        Set.copyOf(sessions.keySet()).forEach(QConnection::abort);
        return server.close().eventually(requestDecoder::close);
    }

    /** Returns the number of connected clients that were admitted. Any thread may call this. */
    public int connections() {
        return connections;
    }

    /** Returns the number of bytes received from clients so far, without TLS overhead. Any thread may call this. */
    public long receivedBytes() {
        return receivedBytes.get();
    }

    /** Returns the number of bytes written to clients so far, without TLS overhead. Any thread may call this. */
    public long sentBytes() {
        return sentBytes.get();
    }

    /** Returns the number of refusals of a kind so far. Any thread may call this. */
    public long refusals(Refusal kind) {
        return refusals.count(kind);
    }

    /**
     * Returns the number of bytes that unfinished requests and unsent answers use on all connections. Any thread may
     * call this.
     */
    public long bufferedBytes() {
        return bufferBudget.reserved();
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

    QConnection admit(NetSocketInternal socket, ClientSession session, Handshake handshake, Rights rights) {
        QConnection connection = new QConnection(this, socket, ++handles, handshake, rights);
        sessions.put(connection, session);
        connections = sessions.size();
        connection.audit().connected(rights);
        LOG.atDebug().addKeyValue("client", connection).log("connection opened");
        return connection;
    }

    void forget(QConnection connection) {
        sessions.remove(connection);
        connections = sessions.size();
        connection.audit().disconnected();
        LOG.atDebug().addKeyValue("client", connection).log("connection closed");
        handler.closed(connection);
    }

    void received(int bytes) {
        receivedBytes.addAndGet(bytes);
    }

    void sent(int bytes) {
        sentBytes.addAndGet(bytes);
    }

    SlowReaders slowReaders() {
        return slowReaders;
    }

    /** Returns an admitted client. A server without users has not checked the name. */
    Caller admitted(String user, NetSocket socket) {
        return new Caller(auditName, user, !auditName.isEmpty(), String.valueOf(socket.remoteAddress()));
    }

    /** Returns a client that was not admitted. */
    Caller stranger(String claimed, NetSocket socket) {
        return Caller.unknown(auditName, claimed, String.valueOf(socket.remoteAddress()));
    }

    /** Returns the audit trail of a client. A server without a name has none. */
    AuditTrail audit(Caller client) {
        return auditName.isEmpty() ? AuditTrail.NONE : refusals.audit(client);
    }

    RefusalCounts<Refusal> refusals() {
        return refusals;
    }

    boolean isLocal(SocketAddress peer) {
        return isLocal.test(peer);
    }

    ContextInternal context() {
        return context == null ? (ContextInternal) vertx.getOrCreateContext() : context;
    }

    /** Returns a future that completes like {@code result}, but always on the server's event loop. */
    <T> Future<T> onEventLoop(Future<T> result) {
        if (result.isComplete()) {
            return result;
        }
        Promise<T> here = context().promise();
        result.onComplete(here);
        return here.future();
    }

    /** Disconnects clients whose request or answer has made no progress for too long. */
    void closeStalled() {
        check(limits.stallMsMax(), ClientSession::closeIfStalled);
    }

    StallTimer newStallTimer() {
        return new StallTimer(nanoTime);
    }

    Vertx vertx() {
        return vertx;
    }

    BufferBudget bufferBudget() {
        return bufferBudget;
    }

    RequestDecoder requestDecoder() {
        return requestDecoder;
    }

    ReplyEncoder replyEncoder() {
        return replyEncoder;
    }

    QHandler handler() {
        return handler;
    }

    LoginThrottle loginThrottle() {
        return loginThrottle;
    }

    ServerLimits limits() {
        return limits;
    }
}
