package io.tickbus.server;

import io.tickbus.q.Value;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A q client that sends exactly the given bytes. */
public final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 10_000;

    private final Socket socket;
    private final DataInputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        socket.setSoTimeout(TIMEOUT_MS);
    }

    /** Connects and says nothing. */
    public static RawClient connect(int port) throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Speaks over a socket that is connected. */
    static RawClient over(Socket socket) throws IOException {
        return new RawClient(socket);
    }

    /** Connects and is let in. */
    public static RawClient open(int port) throws IOException {
        return connect(port).letIn();
    }

    /** Says who it is. */
    RawClient letIn() throws IOException {
        send("nobody\3\0");
        if (read() != 3) {
            throw new IOException("not let in");
        }
        return this;
    }

    public void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(MessageKind kind, Value value) throws IOException {
        socket.getOutputStream().write(new Message(kind, value).encode());
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    public void sendHex(String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex));
    }

    /** The next byte, or -1 at the end. */
    public int read() throws IOException {
        return in.read();
    }

    /** Bytes up to the end of the stream. */
    public long readToEnd() throws IOException {
        byte[] chunk = new byte[1 << 16];
        long total = 0;
        try {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                total += count;
            }
        } catch (java.net.SocketException reset) {
            return total; // bytes in transit are lost with the connection
        }
        return total;
    }

    /** The next message's bytes. */
    public byte[] receive() throws IOException {
        byte[] header = new byte[8];
        in.readFully(header);
        int length = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        byte[] message = new byte[length];
        System.arraycopy(header, 0, message, 0, header.length);
        in.readFully(message, header.length, length - header.length);
        return message;
    }

    public String receiveHex() throws IOException {
        return HexFormat.of().formatHex(receive());
    }

    /** The value of the next message. */
    public Value value() throws IOException {
        return Message.decode(receive()).value();
    }

    public Value request(Value value) throws IOException {
        send(MessageKind.SYNC, value);
        return value();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
