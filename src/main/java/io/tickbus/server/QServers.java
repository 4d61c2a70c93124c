package io.tickbus.server;

import io.tickbus.access.ServerKeys;
import io.tickbus.access.Users;
import io.tickbus.config.KeyStoreConfig;
import io.tickbus.config.ListenerConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.nio.file.Path;

/** Creates the servers of gateway and tickerplant from their configuration. Stateless and thread-safe. */
public final class QServers {
    private QServers() {}

    /**
     * Creates a server for the users and with the encryption of a configuration. The server does not listen yet.
     *
     * @param handler answers the requests
     * @param name the name of the server in the audit trail
     * @param limits the limits of connections, messages and memory
     * @return the server. Fails with an {@link IOException} if the file of users cannot be read or has wrong lines.
     */
    public static Future<QServer> of(
            Vertx vertx, QHandler handler, String name, ListenerConfig listener, ServerLimits limits) {
        Path file = listener.users();
        KeyStoreConfig tls = listener.tls();
        KeyCertOptions keys = tls == null ? null : ServerKeys.of(tls);
        if (file == null) {
            return Future.succeededFuture(new QServer(vertx, handler, Users.anyone(), limits, keys));
        }
        return Users.ofFile(vertx, file).map(users -> {
            QServer server = new QServer(vertx, handler, users, limits, keys);
            server.recordAs(name);
            return server;
        });
    }
}
