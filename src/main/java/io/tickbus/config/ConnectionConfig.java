package io.tickbus.config;

import org.jspecify.annotations.Nullable;

/**
 * The connection of a subscriber to q. Its keys are in the subscriber's section.
 *
 * @param host the name or address of q's machine
 * @param port q's port, or 0 for the port of the embedded tickerplant
 * @param user the user's name, or an empty text for no name
 * @param password the password, or null for no password
 * @param tls true if the connection is encrypted
 * @param connectTimeoutMs the longest time, in ms, to connect, and to wait for each of q's replies
 * @param reconnectDelayMsMin the delay before the first reconnect, in ms
 * @param reconnectDelayMsMax the longest delay before a reconnect, in ms
 * @param messageBytesMax the longest message to accept from q, in bytes
 */
public record ConnectionConfig(
        String host,
        int port,
        String user,
        @Nullable Secret password,
        boolean tls,
        int connectTimeoutMs,
        int reconnectDelayMsMin,
        int reconnectDelayMsMax,
        int messageBytesMax) {
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * @param embedded the embedded tickerplant, or null. A subscriber without host and port connects to the embedded
     *     tickerplant.
     */
    static ConnectionConfig from(ConfigSection section, @Nullable TickerplantConfig embedded) {
        TickerplantConfig connected = connected(section, embedded);
        int portMin = embedded == null ? 1 : 0;
        return new ConnectionConfig(
                section.host("host", connected == null ? LOOPBACK : connected.reachableHost()),
                section.integer(
                        "port", embedded == null ? portMin : embedded.listener().port(), portMin, Limits.PORT_MAX),
                section.text("user", ""),
                section.secret("password"),
                section.flag("tls", false),
                section.integer("connectTimeoutMs", 5000, 1, 10 * Limits.MINUTE_MS),
                section.integer("reconnectDelayMsMin", 100, 1, Limits.HOUR_MS),
                section.integer("reconnectDelayMsMax", 10_000, 1, Limits.HOUR_MS),
                Limits.messageBytesMax(section));
    }

    private static @Nullable TickerplantConfig connected(ConfigSection section, @Nullable TickerplantConfig embedded) {
        return section.has("host") || section.has("port") ? null : embedded;
    }

    /** Adds a problem for each impossible combination of keys. */
    void check(ConfigSection section, @Nullable TickerplantConfig embedded) {
        section.require(
                section.has("port") || embedded != null, "port", "required, as there is no tickerplant section");
        section.require(user.indexOf(':') < 0, "user", "a user's name has no colon: it ends the name on the wire");
        section.require(
                reconnectDelayMsMax >= reconnectDelayMsMin,
                "reconnectDelayMsMax",
                reconnectDelayMsMax + " is less than reconnectDelayMsMin, " + reconnectDelayMsMin);
        TickerplantConfig connected = connected(section, embedded);
        if (connected != null) {
            checkFits(connected, section);
        }
    }

    private void checkFits(TickerplantConfig embedded, ConfigSection section) {
        boolean embeddedTls = embedded.listener().tls() != null;
        section.require(
                tls == embeddedTls,
                "tls",
                "the embedded tickerplant, which this connects to, has "
                        + (embeddedTls ? "tickerplant.tls" : "no TLS"));
        section.require(
                embedded.listener().users() == null || !user.isEmpty(),
                "user",
                "required, as the embedded tickerplant has users: one of "
                        + embedded.listener().users());
    }

    ConnectionConfig withPort(int otherPort) {
        return new ConnectionConfig(
                host,
                otherPort,
                user,
                password,
                tls,
                connectTimeoutMs,
                reconnectDelayMsMin,
                reconnectDelayMsMax,
                messageBytesMax);
    }
}
