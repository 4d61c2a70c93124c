package io.tickbus.subscriber;

import io.tickbus.config.Secret;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Connection;
import io.tickbus.q.wire.Frames;
import io.tickbus.q.wire.MessageKind;
import java.io.IOException;

/** Opens connections to q. Also sends requests over connections on which q pushes no rows. Stateless. */
final class QConnections {
    private QConnections() {}

    /** Opens a connection with the configured host, credentials and timeouts. */
    static void open(Connection connection, SubscriberConfig config) throws IOException {
        Secret password = config.connection().password();
        connection.giveUpUnreachable(config.liveness().unreachableMsMax());
        connection.open(
                config.connection().host(),
                config.connection().port(),
                config.connection().user(),
                password == null ? null : password.value(),
                config.connection().tls(),
                config.connection().connectTimeoutMs());
    }

    /**
     * Sends a request and waits for its response. Other messages are ignored.
     *
     * @param closed the message of the exception if q closes the connection
     * @return the response, which may be an error of q
     * @throws IOException if the connection fails or the read timeout passes
     */
    static Value request(Connection connection, Value call, String closed) throws IOException {
        connection.send(MessageKind.SYNC, call);
        Frames frames = connection.frames();
        while (true) {
            while (frames.hasMessage()) {
                MessageKind kind = frames.kind();
                Value value = frames.poll().value();
                if (kind == MessageKind.RESPONSE) {
                    return value;
                }
            }
            if (connection.read() < 0) {
                throw new IOException(closed);
            }
        }
    }
}
