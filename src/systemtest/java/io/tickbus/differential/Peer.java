package io.tickbus.differential;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Connection;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import java.io.EOFException;
import java.io.IOException;

/** A real q. */
final class Peer implements AutoCloseable {
    private static final int MESSAGE_BYTES_MAX = 1 << 30;
    private static final int TIMEOUT_MS = 10_000;

    private final Connection connection = new Connection(MESSAGE_BYTES_MAX);

    Peer(String host, int port, String user, String password) throws IOException {
        connection.open(host, port, user, password, false, TIMEOUT_MS);
        connection.readTimeout(TIMEOUT_MS);
    }

    /** Creates a table in q. */
    void set(Flip rows) throws IOException {
        ask(new GeneralList(Atom.symbol("set"), Atom.symbol(RandomTable.NAME), rows));
    }

    /** Evaluates a text in q. An error is an answer too. */
    Value ask(String text) throws IOException {
        return ask(ByteVector.chars(text));
    }

    private Value ask(Value request) throws IOException {
        connection.send(MessageKind.SYNC, request);
        while (true) {
            while (!connection.frames().hasMessage()) {
                if (connection.read() < 0) {
                    throw new EOFException("q has closed the connection");
                }
            }
            Message message = connection.frames().poll();
            if (message.kind() == MessageKind.RESPONSE) {
                return message.value();
            }
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
