package io.tickbus.hostile;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** A connection of an attacker, which can send any bytes. One thread writes and one reads. Any thread may close it. */
final class Intruder implements AutoCloseable {
    static final String CLOSED = "closed";
    static final String WAITING = "kept waiting";
    static final String ANSWERED = "answered";

    private static final int HEADER_BYTES = 8;
    private static final int LENGTH_AT = 4;
    private static final byte ERROR_TYPE = -128;

    private final Socket tcp;
    private final Socket socket;
    private final DataInputStream in;

    /**
     * @param tcp the TCP connection
     * @param socket the TCP connection itself, or TLS over it
     */
    Intruder(Socket tcp, Socket socket) throws IOException {
        this.tcp = tcp;
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Starts another TLS handshake. */
    void renegotiate() throws IOException {
        ((SSLSocket) socket).startHandshake();
    }

    /** Sends a q handshake, and returns the result. */
    String logIn(String user, String password) throws IOException {
        send(user + (password.isEmpty() ? "" : ":" + password) + "\3\0");
        return entry();
    }

    /** Returns the server's answer to a q handshake. */
    String entry() {
        try {
            return in.read() < 0 ? CLOSED : "let in";
        } catch (SocketTimeoutException late) {
            return WAITING;
        } catch (IOException reset) {
            return CLOSED;
        }
    }

    /** Sends a message, and returns the result: {@link #ANSWERED}, q's text of an error, or {@link #CLOSED}. */
    String ask(byte[] message) {
        try {
            send(message);
        } catch (IOException reset) {
            return CLOSED;
        }
        return answer();
    }

    String ask(String text) {
        return ask(Forged.text(text));
    }

    /** Reads one answer. */
    String answer() {
        try {
            byte[] header = new byte[HEADER_BYTES];
            in.readFully(header);
            int length = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(LENGTH_AT) - HEADER_BYTES;
            if (in.readByte() != ERROR_TYPE) {
                in.skipNBytes(length - 1L);
                return ANSWERED;
            }
            String error = new String(in.readNBytes(length - 1), StandardCharsets.ISO_8859_1);
            return "'" + error.split("[:\0]", 2)[0];
        } catch (SocketTimeoutException late) {
            return WAITING;
        } catch (IOException reset) {
            return CLOSED;
        }
    }

    /** Sends an HTTP request and reads the answer. */
    HttpAnswer request(String text) {
        try {
            send(text);
        } catch (IOException cutOff) {
            // The server can have answered before it closed the connection.
        }
        return httpAnswer();
    }

    /** Reads the answer to an HTTP request. */
    HttpAnswer httpAnswer() {
        try {
            return HttpAnswer.read(in);
        } catch (SocketTimeoutException late) {
            return HttpAnswer.NONE;
        } catch (IOException closed) {
            return HttpAnswer.CLOSED;
        }
    }

    /** Returns the first bytes that arrive within a time, as text; empty if none arrive. */
    String text(int quietMs) {
        try {
            socket.setSoTimeout(quietMs);
            byte[] chunk = new byte[1 << 16];
            int length = in.read(chunk);
            return length < 0 ? "" : new String(chunk, 0, length, StandardCharsets.ISO_8859_1);
        } catch (IOException nothing) {
            return "";
        }
    }

    /**
     * Reads and discards all bytes. Returns {@link #CLOSED} if the connection ends, and {@link #WAITING} if no byte
     * arrives within the time.
     */
    String fate(int quietMs) {
        try {
            socket.setSoTimeout(quietMs);
            byte[] chunk = new byte[1 << 16];
            while (in.read(chunk) >= 0) {
                // discarded
            }
            return CLOSED;
        } catch (SocketTimeoutException quiet) {
            return WAITING;
        } catch (IOException reset) {
            return CLOSED;
        }
    }

    /** Closes the TCP connection. A close of TLS would wait for the thread that writes. */
    @Override
    public void close() {
        try {
            tcp.close();
        } catch (IOException unimportant) {
            // the connection is closed already
        }
    }
}
