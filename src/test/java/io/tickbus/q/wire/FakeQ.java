package io.tickbus.q.wire;

import io.tickbus.junit5.FreePort;
import io.tickbus.q.Value;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A q that does what a test tells it, step by step on the test's own thread: what a test does not ask for, such as an answer,
 * is never given. Waits end after {@link #LIMIT_MS}.
 */
public final class FakeQ implements AutoCloseable {
    public static final int LIMIT_MS = 20_000;

    private final ServerSocket server;
    private final List<Peer> peers = new ArrayList<>();

    public FakeQ() throws IOException {
        this(FreePort.choose());
    }

    /** A q on a port that another one had. */
    public FakeQ(int port) throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout(LIMIT_MS);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Waits for the next client; the handshake is still to come. */
    public Peer accept() throws IOException {
        Peer peer = new Peer(server.accept());
        peers.add(peer);
        return peer;
    }

    /** Waits for the next client, and shakes hands. */
    public Peer greet() throws IOException {
        Peer peer = accept();
        peer.readHandshake();
        peer.write(new byte[] {3});
        return peer;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Peer peer : peers) {
            peer.close();
        }
    }

    /** One client's connection. */
    public static final class Peer {
        private final Socket socket;
        private final InputStream in;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            socket.setSoTimeout(LIMIT_MS);
            socket.setTcpNoDelay(true);
        }

        /** The bytes that a client begins with, less the 00 that ends them: {@code user:password} and its capability. */
        public byte[] readHandshake() throws IOException {
            ByteArrayOutputStream hello = new ByteArrayOutputStream();
            for (int next = in.read(); next != 0; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("in the handshake");
                }
                hello.write(next);
            }
            return hello.toByteArray();
        }

        /** The bytes of the next message. */
        public byte[] readBytes() throws IOException {
            byte[] head = in.readNBytes(Header.BYTES);
            if (head.length < Header.BYTES) {
                throw new EOFException("the client is gone");
            }
            byte[] rest = in.readNBytes(LittleEndian.intAt(head, 4, true) - Header.BYTES);
            byte[] message = new byte[head.length + rest.length];
            System.arraycopy(head, 0, message, 0, head.length);
            System.arraycopy(rest, 0, message, head.length, rest.length);
            return message;
        }

        public Message read() throws IOException {
            return Message.decode(readBytes());
        }

        /** True when the client ends the connection without having sent anything more. */
        public boolean endsNext() throws IOException {
            try {
                return in.read() < 0;
            } catch (SocketException reset) {
                return true;
            }
        }

        /** Sends bytes, each array by itself. */
        public void write(byte[]... chunks) throws IOException {
            for (byte[] chunk : chunks) {
                socket.getOutputStream().write(chunk);
            }
        }

        public void reply(Value value) throws IOException {
            write(Encoder.message(MessageKind.RESPONSE, value));
        }

        /** Sends asynchronous messages, all of them in one write. */
        public void push(Value... values) throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (Value value : values) {
                all.write(Encoder.message(MessageKind.ASYNC, value));
            }
            write(all.toByteArray());
        }

        /** Ends what is sent, and goes on reading. */
        public void halfClose() throws IOException {
            socket.shutdownOutput();
        }

        /** Ends the connection as a process that was killed with unread bytes does. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        public void close() throws IOException {
            socket.close();
        }
    }

    /** Handshake bytes as text, its capability byte as a number. */
    public static String text(byte[] hello) {
        return new String(hello, 0, hello.length - 1, StandardCharsets.UTF_8) + " " + hello[hello.length - 1];
    }
}
