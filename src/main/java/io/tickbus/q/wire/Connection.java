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
 * A client's connection to q. This class opens a socket, performs the handshake, reads frames and sends messages. Used
 * by subscribers and commands. One thread opens the connection and reads. Any thread may {@link #send}. Any thread may
 * {@link #close} at any time, even during {@link #open}. A blocked call then fails at once with an IOException.
 *
 * <p>This class does not use KX's client {@code com.kx.c}. The constructor of {@code com.kx.c} has no timeout, and
 * another thread cannot stop the constructor. Over TLS, {@code com.kx.c} does not check the host's name.
 */
public class Connection implements Closeable {
    /**
     * The capability byte of the handshake. The number 3 stands for compression, timestamps, timespans, guids, and
     * messages below 2 GB.
     */
    private static final int CAPABILITY = 3;

    /** The default for {@link #giveUpUnreachable}, in ms. */
    public static final int UNREACHABLE_MS_MAX = 20_000;

    /** The largest number of bytes per write. Each write has its own timeout. */
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
     * Makes a connection that is not open yet.
     *
     * @param messageBytesMax the longest message to accept, in bytes
     * @throws IOException if the system has no socket left
     */
    public Connection(int messageBytesMax) throws IOException {
        this(messageBytesMax, SocketChannel.open());
    }

    /** Makes a simulated connection for tests. A subclass must override all methods that use the channel. */
    protected Connection(int messageBytesMax, SocketChannel channel) {
        this.frames = new Frames(messageBytesMax);
        this.channel = channel;
        this.socket = channel.socket();
    }

    /**
     * Sets how long the peer's system may be unreachable before the connection ends. The setting takes effect at the
     * next {@link #open}.
     *
     * @param msMax the time in ms, at least {@link KeepAlive#UNREACHABLE_MS_MIN}; 0 for the default of the operating
     *     system
     */
    public void giveUpUnreachable(int msMax) {
        unreachableMsMax = msMax;
    }

    /**
     * Connects and performs the handshake. After the handshake, reads have no timeout. See {@link #readTimeout}.
     *
     * @param password the password, null for none
     * @param tls true to use TLS and to check the host's name
     * @param timeoutMs the timeout in ms of each step: connecting, the TLS handshake, q's reply to the handshake, and
     *     each later write of 64 kB
     * @throws IOException with the address and the reason. The connection is then closed.
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
        parameters.setEndpointIdentificationAlgorithm(
                // Without this setting, a valid certificate of any other host is accepted.
                "HTTPS");
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

    /**
     * Sets the timeout of reads. A timeout loses no received bytes.
     *
     * @param timeoutMs the timeout in ms, 0 for no limit
     */
    public void readTimeout(int timeoutMs) throws IOException {
        socket.setSoTimeout(timeoutMs);
    }

    /**
     * Reads bytes into {@link #frames}. Waits until bytes arrive, unless the connection is {@link #register}ed.
     *
     * @return the number of bytes read, -1 at the end of the stream
     * @throws IOException if the connection is closed or fails, or after a timeout
     */
    public int read() throws IOException {
        if (in == null) {
            throw new IOException("not open");
        }
        return channel.isBlocking() ? frames.readFrom(in) : frames.readFrom(channel);
    }

    /**
     * Reads bytes that have arrived into {@link #frames}, without waiting. Over TLS, the call waits up to 1 ms, because
     * TLS does not show how many bytes are available.
     *
     * @return the number of bytes read, -1 at the end of the stream
     * @throws IOException if the connection is closed or fails
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

    /** Returns whether the program has read all bytes that the operating system has received. */
    public boolean isDrained() throws IOException {
        if (in == null) {
            throw new IOException("not open");
        }
        return in.available() == 0
                && (isSelectable() || channel.socket().getInputStream().available() == 0);
    }

    /** Returns whether a selector can wait for this connection. A selector cannot wait for a TLS connection. */
    public boolean isSelectable() {
        return socket == channel.socket();
    }

    /**
     * Registers the connection with a selector, for reads. After this call, no method of this connection waits.
     *
     * @param attachment the attachment of the returned key
     * @throws IOException if the connection is closed
     */
    public SelectionKey register(Selector selector, Object attachment) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, SelectionKey.OP_READ, attachment);
    }

    /** Returns the received messages. The caller must poll all of them before the next read. */
    public final Frames frames() {
        return frames;
    }

    /**
     * Sends a whole message. Any thread may call this method. If the connection is {@link #register}ed, the call never
     * waits. The call then fails if the socket has no room for the whole message.
     *
     * @throws IOException if the connection is closed or fails, if a write makes no progress within the timeout, or if
     *     the socket has no room
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

    /**
     * Writes a message. A blocking write has no timeout of its own. If a write takes too long, a timer closes the
     * connection and so ends the write.
     */
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

    /** Closes the connection. Every blocked call on the connection fails. Further calls have no effect. */
    @Override
    public void close() {
        try {
            // The TLS socket is not closed, because its close could wait for the peer.
            channel.close();
        } catch (IOException unimportant) {
            // The connection is no longer used, so the failure has no effect.
        }
    }
}
