package io.tickbus.server;

import io.tickbus.q.MessageKind;
import io.tickbus.q.Value;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that was let in, as {@code .z.w} is in q: what the application sends to. Messages leave in the order in which they
 * are sent, answers included. To be used on the server's event loop only.
 */
public final class QConnection {
    private static final Logger LOG = LoggerFactory.getLogger(QConnection.class);

    private final NetSocketInternal socket;
    private final int handle;
    private final String user;
    private final boolean packs;
    private final int queuedBytesMax;
    private final Runnable onCutOff;
    private final List<Runnable> waiting = new ArrayList<>();
    private long queuedBytes;
    private boolean open = true;

    QConnection(NetSocketInternal socket, int handle, Handshake handshake, int queuedBytesMax, Runnable onCutOff) {
        this.socket = socket;
        this.handle = handle;
        this.user = handshake.user();
        this.packs = handshake.commonCapability() >= 1 && !isLoopback(remote(socket));
        this.queuedBytesMax = queuedBytesMax;
        this.onCutOff = onCutOff;
        socket.drainHandler(room -> drained());
    }

    private static SocketAddress remote(NetSocketInternal socket) {
        return socket.channelHandlerContext().channel().remoteAddress();
    }

    /** q compresses nothing for a peer on the same machine. */
    private static boolean isLoopback(SocketAddress peer) {
        return !(peer instanceof InetSocketAddress address)
                || (address.getAddress() != null && address.getAddress().isLoopbackAddress());
    }

    /** A number of its own among the server's connections, never used again. */
    public int handle() {
        return handle;
    }

    /** The name that it gave; anything, where everybody may connect. */
    public String user() {
        return user;
    }

    public boolean isOpen() {
        return open;
    }

    /** Bytes that were sent and have not yet been taken by the operating system. */
    public long queuedBytes() {
        return queuedBytes;
    }

    /** Sends a value as an async message. */
    public void send(Value value) {
        send(EncodedMessage.of(MessageKind.ASYNC, value));
    }

    /** Sends a message; nothing happens on a closed connection. */
    public void send(EncodedMessage message) {
        write(packs ? message.packed() : message.plain());
    }

    /** Writes whole messages that somebody else has encoded. */
    public void write(Buffer messages) {
        if (!open) {
            return;
        }
        int length = messages.length();
        if (queuedBytes + length > queuedBytesMax) {
            LOG.warn(
                    "{}: cut off, does not read: {} bytes would wait, the limit is {}",
                    this,
                    queuedBytes + length,
                    queuedBytesMax);
            onCutOff.run();
            abort();
            return;
        }
        queuedBytes += length;
        socket.write(messages).onComplete(written -> queuedBytes -= length);
    }

    /** True when the sender does well to wait for {@link #onDrain}. */
    public boolean isWriteQueueFull() {
        return socket.writeQueueFull();
    }

    /** Runs an action once when the write queue has room again; not at all when the connection closes before. */
    public void onDrain(Runnable action) {
        waiting.add(action);
    }

    private void drained() {
        List<Runnable> due = List.copyOf(waiting);
        waiting.clear();
        due.forEach(Runnable::run);
    }

    /** Closes at once, with no regard for what is queued: a peer that does not read would keep it open. */
    @SuppressWarnings("FutureReturnValueIgnored") // the socket's close handler tells
    public void abort() {
        open = false;
        socket.channelHandlerContext().channel().close();
    }

    void closed() {
        open = false;
    }

    @Override
    public String toString() {
        return "connection " + handle + " of " + (user.isEmpty() ? "nobody" : user) + " from " + remote(socket);
    }
}
