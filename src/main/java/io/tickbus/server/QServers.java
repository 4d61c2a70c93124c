package io.tickbus.server;

import io.tickbus.access.Users;
import io.tickbus.config.KeyStoreConfig;
import io.tickbus.config.ListenerConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.KeyStoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Creates the servers of gateway and tickerplant from their configuration. Stateless and thread-safe. */
public final class QServers {
    private QServers() {}

    /**
     * Creates a server for the users and with the encryption of a configuration. The server does not listen yet.
     *
     * @param handler answers the requests
     * @param limits the limits of connections, messages and memory
     * @return the server. Fails with an {@link IOException} if the file of users cannot be read or has wrong lines.
     */
    public static Future<QServer> of(Vertx vertx, QHandler handler, ListenerConfig listener, ServerLimits limits) {
        Path file = listener.users();
        Future<Users> users = file == null ? Future.succeededFuture(Users.anyone()) : Users.ofFile(vertx, file);
        return users.map(read -> new QServer(vertx, handler, read, limits, keys(listener.tls())));
    }

    private static @Nullable KeyCertOptions keys(@Nullable KeyStoreConfig tls) {
        return tls == null
                ? null
                : new KeyStoreOptions()
                        .setType(tls.type())
                        .setPath(tls.file().toAbsolutePath().toString())
                        .setPassword(tls.password().value());
    }
}
