package io.tickbus.bench;

import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A q client that can discard an answer while it arrives, so that the client's work does not affect the measurement.
 */
final class GatewayClient implements AutoCloseable {
    private static final int HEADER_BYTES = 8;
    private static final int LENGTH_AT = 4;
    private static final byte ERROR_TYPE = -128;
    private static final int BUFFER_BYTES = 1 << 20;

    private final Socket socket;
    private final DataInputStream in;

    GatewayClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
        socket.getOutputStream().write("bench:\3\0".getBytes(StandardCharsets.US_ASCII));
        in.readUnsignedByte(); // the server's capability byte
    }

    /** Sends a query, and returns the answer. */
    Value ask(String text) throws IOException {
        byte[] header = send(text);
        byte[] message = ByteBuffer.allocate(length(header)).put(header).array();
        in.readFully(message, HEADER_BYTES, message.length - HEADER_BYTES);
        Value answer = Message.decode(message).value();
        if (answer instanceof ErrorValue error) {
            throw new IOException(text + ": '" + error.text());
        }
        return answer;
    }

    /**
     * Sends a query, and discards the answer.
     *
     * @return the length of the answer, in bytes
     */
    long drain(String text) throws IOException {
        int length = length(send(text));
        byte type = in.readByte();
        in.skipNBytes(length - HEADER_BYTES - 1L);
        if (type == ERROR_TYPE) {
            throw new IOException(text + ": an error");
        }
        return length;
    }

    private byte[] send(String text) throws IOException {
        socket.getOutputStream().write(new Message(MessageKind.SYNC, ByteVector.chars(text)).encode());
        byte[] header = new byte[HEADER_BYTES];
        in.readFully(header);
        return header;
    }

    private static int length(byte[] header) {
        return ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(LENGTH_AT);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
