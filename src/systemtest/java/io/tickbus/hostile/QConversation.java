package io.tickbus.hostile;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Connection;
import io.tickbus.q.wire.MessageKind;
import java.io.IOException;

/** A q client's connection to the gateway, which asks for the number of rows of the table trade. */
final class QConversation implements Conversation {
    /** Limit of the wait for an answer, in ms. */
    private static final int ANSWER_MS_MAX = 60_000;

    private static final int MESSAGE_BYTES_MAX = 1 << 20;

    private final Connection connection = new Connection(MESSAGE_BYTES_MAX);
    private final long rows;

    /** @param rows the expected number of rows */
    QConversation(Door door, long rows) throws IOException {
        this.rows = rows;
        connection.open(Door.HOST, door.port(), Door.GOOD, door.password(), door.hasTls(), ANSWER_MS_MAX);
        connection.readTimeout(ANSWER_MS_MAX);
    }

    /** Sends rows to a table. */
    static void append(Door door, Value upd) throws IOException {
        try (QConversation conversation = new QConversation(door, 0)) {
            conversation.ask(upd);
        }
    }

    @Override
    public void ask() throws IOException {
        Value answer = ask(ByteVector.chars("count trade"));
        if (!(answer instanceof Atom atom) || atom.item().longAt(0) != rows) {
            throw new IOException("count trade gives " + answer + " and not " + rows);
        }
    }

    private Value ask(Value question) throws IOException {
        connection.send(MessageKind.SYNC, question);
        while (!connection.frames().hasMessage()) {
            if (connection.read() < 0) {
                throw new IOException("the gateway has closed the connection");
            }
        }
        Value answer = connection.frames().poll().value();
        if (answer instanceof ErrorValue error) {
            throw new IOException("'" + error.text());
        }
        return answer;
    }

    @Override
    public void close() {
        connection.close();
    }
}
