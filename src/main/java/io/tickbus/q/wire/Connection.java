package io.tickbus.q.wire;

import io.tickbus.q.Value;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection to q: the socket, the handshake, frames in and messages out. One thread opens and reads; any thread may
 * {@link #close}, at any moment, also while the connection is still being made: whoever waits then gets an IOException at once.
 *
 * <p>Why not the constructor of com.kx.c: it can be neither bounded in time nor stopped from outside, and over TLS it does not
 * check the host's name.
 */
public class Connection implements Closeable {
    /** The capability that is asked for: compression, timestamps, timespans and guids, messages below 2 GB. */
    private static final int CAPABILITY = 3;

    /** How long the network may carry nothing before a connection is given up, in ms, unless another time is set. */
    public static final int UNREACHABLE_MS_MAX = 20_000;

    /** Bytes of a message that are written at a time, each within the time-out. */
    private static final int WRITE_BYTES = 1 << 16;

    private final Frames frames;
    private final SocketChannel channel;
    private int unreachableMsMax = UNREACHABLE_MS_MAX;
    private int writeTimeoutMs;
    private volatile Socket socket;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private final Object sending = new Object();

    /**
     * @param messageBytesMax the longest message to accept
     * @throws IOException when the system has no socket left
     */
    public Connection(int messageBytesMax) throws IOException {
        this(messageBytesMax, SocketChannel.open());
    }

    /** For a connection that is simulated: it overrides whatever touches the channel. */
    protected Connection(int messageBytesMax, SocketChannel channel) {
        this.frames = new Frames(messageBytesMax);
        this.channel = channel;
        this.socket = channel.socket();
    }

    /** Sets how long the network may carry nothing before the connection is given up, in ms; 0 leaves that to the system. */
    public void giveUpUnreachable(int msMax) {
        unreachableMsMax = msMax;
    }

    /**
     * Connects and shakes hands; from then on a read waits without a limit, see {@link #readTimeout}.
     *
     * @param password null for none
     * @param timeoutMs bounds each of connecting, the TLS handshake, the answer to ours, and every write of 64 kB that waits for
     *     room in the socket
     * @throws IOException with the address and the reason
     */
    public void open(String host, int port, String user, @Nullable String password, boolean tls, int timeoutMs)
            throws IOException {
        String peer = host + ":" + port;
        try {
            socket.setTcpNoDelay(true);
            KeepAlive.set(channel, unreachableMsMax);
            writeTimeoutMs = timeoutMs;
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new IOException("unknown host");
            }
            socket.connect(address, timeoutMs);
            socket.setSoTimeout(timeoutMs);
            if (tls) {
                socket = secured(host, port);
            }
            in = socket.getInputStream();
            out = socket.getOutputStream();
            shakeHands(in, out, user + (password == null ? "" : ":" + password));
            socket.setSoTimeout(0);
        } catch (SocketTimeoutException timeout) {
            close();
            throw new IOException(peer + ": no answer within " + timeoutMs + " ms", timeout);
        } catch (IOException error) {
            close();
            throw new IOException(peer + ": " + reason(error), error);
        }
    }

    private static String reason(IOException error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }

    private Socket secured(String host, int port) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secure = (SSLSocket) factory.createSocket(channel.socket(), host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // without it any valid certificate would do
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static void shakeHands(InputStream in, OutputStream out, String credentials) throws IOException {
        byte[] text = credentials.getBytes(StandardCharsets.UTF_8);
        byte[] hello = new byte[text.length + 2];
        System.arraycopy(text, 0, hello, 0, text.length);
        hello[text.length] = CAPABILITY;
        out.write(hello);
        if (in.read() < 0) {
            throw new EOFException("access denied, or the connection was lost: q closed it during the handshake");
        }
    }

    /** Bounds the wait of a read, in ms; 0 waits for ever. After a timeout nothing that had come is lost. */
    public void readTimeout(int timeoutMs) throws IOException {
        socket.setSoTimeout(timeoutMs);
    }

    /**
     * Waits for bytes, or takes those that are there once the connection is {@link #register}ed.
     *
     * @return their number, -1 at the end of the stream
     */
    public int read() throws IOException {
        if (in == null) {
            throw new IOException("not open");
        }
        return channel.isBlocking() ? frames.readFrom(in) : frames.readFrom(channel);
    }

    /**
     * Takes the bytes that are there, without waiting for any; over TLS, where nobody can tell, it waits a millisecond.
     *
     * @return their number, -1 at the end of the stream as far as it shows already
     */
    public int poll() throws IOException {
        if (in == null) {
            throw new IOException("not open");
        }
        if (isSelectable()) {
            return in.available() == 0 ? 0 : read();
        }
        int timeoutMs = socket.getSoTimeout();
        try {
            socket.setSoTimeout(1);
            return read();
        } catch (SocketTimeoutException nothing) {
            return 0;
        } finally {
            socket.setSoTimeout(timeoutMs);
        }
    }

    /** Whether all is read that has come, as far as this end can tell. */
    public boolean isDrained() throws IOException {
        if (in == null) {
            throw new IOException("not open");
        }
        return in.available() == 0
                && (isSelectable() || channel.socket().getInputStream().available() == 0);
    }

    /** Whether this connection can be read by a thread that reads others as well: not where TLS is between. */
    public boolean isSelectable() {
        return socket == channel.socket();
    }

    /**
     * Hands the connection to a selector: from now on nothing here waits.
     *
     * @throws IOException when it is closed
     */
    public SelectionKey register(Selector selector, Object attachment) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, SelectionKey.OP_READ, attachment);
    }

    /** What has been read: take messages from here before reading on. */
    public final Frames frames() {
        return frames;
    }

    /**
     * Sends a message, whole; for any thread.
     *
     * @throws IOException also when it has no room in the socket and waiting is not allowed, once {@link #register}ed
     */
    public void send(MessageKind kind, Value value) throws IOException {
        byte[] message = Encoder.message(kind, value);
        synchronized (sending) {
            send(message);
        }
    }

    private void send(byte[] message) throws IOException {
        if (out == null) {
            throw new IOException("not open");
        }
        if (channel.isBlocking()) {
            write(out, message);
        } else if (channel.write(ByteBuffer.wrap(message)) < message.length) {
            throw new IOException("q does not read what it is sent");
        }
    }

    /** Writes a message; a write that makes no progress in time closes the connection, since a blocking write has no time-out. */
    private void write(OutputStream target, byte[] message) throws IOException {
        for (int from = 0; from < message.length; from += WRITE_BYTES) {
            CompletableFuture<Boolean> inTime = new CompletableFuture<>();
            CompletableFuture<Void> watched = inTime.completeOnTimeout(false, writeTimeoutMs, TimeUnit.MILLISECONDS)
                    .thenAccept(this::closeUnless);
            try {
                target.write(message, from, Math.min(WRITE_BYTES, message.length - from));
            } catch (IOException failure) {
                throw inTime.getNow(true)
                        ? failure
                        : new IOException("q took nothing of what it was sent for " + writeTimeoutMs + " ms", failure);
            } finally {
                inTime.complete(true);
                watched.join();
            }
        }
    }

    private void closeUnless(boolean written) {
        if (!written) {
            close();
        }
    }

    /** Ends every wait of this connection; more than once does no harm. */
    @Override
    public void close() {
        try {
            channel.close(); // the one below TLS: closing that above could wait for the peer
        } catch (IOException unimportant) {
            // nothing is left to be lost
        }
    }
}
