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
 * The server's end of TLS. It is put on a socket once that is counted and timed: Vert.x itself tells of a TLS connection only
 * when its handshake is over, so that any number could begin one and stop.
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
     * Opens the key store; blocks.
     *
     * @throws IOException with the reason
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
        } catch (Exception wrong) { // what the factory declares
            throw new IOException("TLS: " + wrong.getMessage(), wrong);
        }
    }

    /** Puts TLS on a socket from which nothing has been read. Signing takes a millisecond or more: not on the event loop. */
    void start(Channel channel) {
        SslHandler handler = context.newHandler(channel.alloc(), tasks);
        handler.setHandshakeTimeoutMillis(0); // the time for TLS and q's handshake together is the server's to watch
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
