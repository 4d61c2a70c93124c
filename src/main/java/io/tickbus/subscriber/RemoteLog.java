package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Connection;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Frames;
import io.tickbus.q.GeneralList;
import io.tickbus.q.MessageKind;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A log read from the tickerplant with {@code read1}, chunk after chunk, over a connection of its own, where nothing else is
 * pushed.
 *
 * <p>Source: <a href="https://code.kx.com/q/ref/read1/">read1</a>, {@code read1 (file; offset; length)}.
 */
final class RemoteLog implements ReadableByteChannel {
    /** Bytes that are asked for at a time, where a message may be that long. */
    static final int CHUNK_BYTES = 1 << 20;

    private static final int REPLY_HEAD_BYTES = 14; // the message's 8, and 6 of a vector

    private final Connection connection;
    private final String log;
    private final int timeoutMs;
    private final int chunkBytes;
    private long offset;
    private ByteBuffer chunk = ByteBuffer.allocate(0);

    /**
     * Connects.
     *
     * @param session whose end closes this, too
     * @throws NoSuchLogException when q does not let us read it
     */
    RemoteLog(SubscriberConfig config, String log, Session session) throws IOException {
        this.log = log;
        this.timeoutMs = config.connection().connectTimeoutMs();
        this.chunkBytes = Math.min(CHUNK_BYTES, config.connection().messageBytesMax() - REPLY_HEAD_BYTES);
        this.connection = new Connection(config.connection().messageBytesMax());
        session.alsoCloses(connection);
        try {
            QThread.open(connection, config);
            readChunk(); // so that what does not work is known now
        } catch (IOException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!chunk.hasRemaining()) {
            readChunk();
        }
        if (!chunk.hasRemaining()) {
            return -1; // for now: more may be written
        }
        int count = Math.min(target.remaining(), chunk.remaining());
        target.put(chunk.slice().limit(count));
        chunk.position(chunk.position() + count);
        return count;
    }

    private void readChunk() throws IOException {
        Value where = new GeneralList(Atom.symbol(":" + log), Atom.ofLong(offset), Atom.ofLong(chunkBytes));
        connection.send(MessageKind.SYNC, new GeneralList(ByteVector.chars("read1"), where));
        Value reply = reply();
        if (reply instanceof ErrorValue error) {
            throw new NoSuchLogException("q refused read1 of " + log + ": '" + error.text(), null);
        }
        if (!(reply instanceof ByteVector bytes) || bytes.type() != QType.BYTE) {
            throw new NoSuchLogException("read1 of " + log + " replied no bytes", null);
        }
        chunk = ByteBuffer.wrap(bytes.array(), bytes.offset(), bytes.size());
        offset += bytes.size();
    }

    private Value reply() throws IOException {
        connection.readTimeout(timeoutMs);
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
                throw new IOException("q closed the connection while " + log + " was read");
            }
        }
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        connection.close();
    }
}
