package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Reads a tickerplant's log in chunks over a separate connection to q, with q's {@code read1}. {@link TickerplantLogs}
 * uses this class if {@code replay: ipc} is configured. Owned by the q thread.
 *
 * <p>Source: <a href="https://code.kx.com/q/ref/read1/">read1</a>, {@code read1 (file; offset; length)}.
 */
final class RemoteLog implements ReadableByteChannel {
    /** Size of a chunk in bytes. If messageBytesMax is smaller, chunks are smaller, too. */
    static final int CHUNK_BYTES = 1 << 20;

    // The message header has 8 bytes, and the vector header has 6.
    private static final int REPLY_HEAD_BYTES = 14;

    private final Connection connection;
    private final String log;
    private final int chunkBytes;
    private long offset;
    private ByteBuffer chunk = ByteBuffer.allocate(0);

    /**
     * Connects, and reads the first chunk.
     *
     * @param session closes this log when the session ends
     * @throws NoSuchLogException if q refuses to read the log
     */
    RemoteLog(SubscriberConfig config, String log, Session session) throws IOException {
        this.log = log;
        this.chunkBytes = Math.min(CHUNK_BYTES, config.connection().messageBytesMax() - REPLY_HEAD_BYTES);
        this.connection = new Connection(config.connection().messageBytesMax());
        session.closeWithSession(connection);
        try {
            QConnections.open(connection, config);
            connection.readTimeout(config.connection().connectTimeoutMs());
            readChunk(); // throws if q refuses to read the log
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
            // The log currently ends here, but may still grow.
            return -1;
        }
        int count = Math.min(target.remaining(), chunk.remaining());
        target.put(chunk.slice().limit(count));
        chunk.position(chunk.position() + count);
        return count;
    }

    private void readChunk() throws IOException {
        Value range = new GeneralList(Atom.symbol(":" + log), Atom.ofLong(offset), Atom.ofLong(chunkBytes));
        Value call = new GeneralList(ByteVector.chars("read1"), range);
        Value reply = QConnections.request(connection, call, "q closed the connection while " + log + " was read");
        if (reply instanceof ErrorValue error) {
            throw new NoSuchLogException("q refused read1 of " + log + ": '" + error.text(), null);
        }
        if (!(reply instanceof ByteVector bytes) || bytes.type() != QType.BYTE) {
            throw new NoSuchLogException("read1 of " + log + " replied no bytes", null);
        }
        chunk = ByteBuffer.wrap(bytes.array(), bytes.offset(), bytes.size());
        offset += bytes.size();
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
