package io.tickbus.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, and which clients may connect. Gateway, tickerplant and web have one each. Immutable.
 *
 * <p>A server that listens beyond the loopback address must have users and TLS. Otherwise the configuration has a
 * problem, unless {@code open: true} says that every client may connect.
 *
 * @param host the address to listen on
 * @param port the port to listen on, or 0 for any free port
 * @param users the file of users and their rights, or null if every client has all rights
 * @param tls the server's key and certificate, or null for no encryption
 */
public record ListenerConfig(
        String host,
        int port,
        @Nullable Path users,
        @Nullable KeyStoreConfig tls) {
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * {@return a listener on a port of the loopback address, for every client}
     *
     * @param port the port, or 0 for any free port
     */
    public static ListenerConfig loopback(int port) {
        return new ListenerConfig(LOOPBACK, port, null, null);
    }

    /** @param users the file of users for all servers, which the section can override; null for no file */
    static ListenerConfig from(ConfigSection section, int defaultPort, @Nullable Path users) {
        Path own = section.file("users");
        var listener = new ListenerConfig(
                section.host("host", LOOPBACK),
                section.integer("port", defaultPort, 0, Limits.PORT_MAX),
                own == null ? users : own,
                tls(section));
        boolean isOpen = section.flag("open", false);
        section.require(isOpen || listener.isSafe(), "host", listener.exposure());
        return listener;
    }

    private static @Nullable KeyStoreConfig tls(ConfigSection section) {
        if (section.value("tls") == null) {
            return null;
        }
        ConfigSection tls = section.section("tls");
        KeyStoreConfig keyStore = KeyStoreConfig.from(tls, "keyStore", "password");
        tls.reportUnknownKeys();
        return keyStore;
    }

    private boolean isSafe() {
        return ListeningAddress.isLoopback(host) || (users != null && tls != null);
    }

    private String exposure() {
        String missing = users == null && tls == null
                ? "users: conf/users, and tls: {keyStore: FILE, password: {env: NAME}}"
                : users == null ? "users: conf/users" : "tls: {keyStore: FILE, password: {env: NAME}}";
        return "other machines can connect to " + host + "; add " + missing + ", or open: true if everybody may";
    }

    /** {@return whether the server listens on the loopback address only} */
    public boolean isLoopback() {
        return ListeningAddress.isLoopback(host);
    }
}
