package io.tickbus.server;

import io.netty.channel.Channel;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS for the server's sockets. {@link QServer} adds TLS to an open socket. The socket already counts as a connection
 * and has a timeout. Vert.x's own TLS would report a connection only after the TLS handshake. A client that sends no
 * handshake could then open any number of connections. Immutable.
 */
final class ServerTls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final long CLOSE_NOTIFY_MS_MAX = 1000;

    private final SslContext context;
    private final Executor tasks;

    private ServerTls(SslContext context, Executor tasks) {
        this.context = context;
        this.tasks = tasks;
    }

    /**
     * Opens the key store. Blocks the calling thread.
     *
     * @throws IOException with the reason, if the keys cannot be read or used
     */
    static ServerTls of(Vertx vertx, KeyCertOptions keys) throws IOException {
        try {
            KeyManagerFactory factory = keys.getKeyManagerFactory(vertx);
            return new ServerTls(
                    SslContextBuilder.forServer(factory)
                            .sslProvider(SslProvider.JDK)
                            .protocols(PROTOCOLS)
                            .build(),
                    ((VertxInternal) vertx).workerPool().executor());
        } catch (Exception wrong) { // The factory method declares Exception.
            throw new IOException("TLS: " + wrong.getMessage(), wrong);
        }
    }

    /**
     * Adds TLS to a socket from which nothing has been read. The handshake runs on worker threads, because signing
     * takes 1 ms or more.
     */
    void start(Channel channel) {
        SslHandler handler = context.newHandler(channel.alloc(), tasks);
        // Netty's own timeout is off. The server has one timeout for the handshakes of TLS and q together.
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MS_MAX);
        channel.pipeline().addFirst("ssl", handler);
    }

    static boolean isFailure(Throwable failure) {
        return ssl(failure) != null;
    }

    static String reason(Throwable failure) {
        Throwable ssl = ssl(failure);
        return ssl instanceof NotSslRecordException ? "not TLS" : String.valueOf(ssl);
    }

    private static @Nullable Throwable ssl(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof SSLException)) {
            cause = cause.getCause();
        }
        return cause;
    }
}
