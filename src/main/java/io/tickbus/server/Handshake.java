package io.tickbus.server;

import io.tickbus.q.EscapedText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes that a client sends: {@code user:password}, a capability byte and a zero byte. The oldest clients
 * send no capability. As in q, the byte before the zero byte belongs to the password if it is not a capability.
 * Immutable.
 *
 * @param user the text before the first colon, in the form of {@link EscapedText}
 * @param password the text after the first colon, decoded as UTF-8. The password can contain further colons.
 * @param capability the client's capability, 1 to 6, or 0 if the client sent no capability
 * @param bytes the length of the handshake in bytes, including its zero byte
 */
record Handshake(String user, String password, int capability, int bytes) {
    /** Limit of a handshake's length in bytes, including its zero byte. */
    static final int BYTES_MAX = 1024;
    /** The capability byte of this server. This capability allows compression, timestamps, timespans and guids. */
    static final int CAPABILITY = 3;

    private static final int CAPABILITY_MAX = 6;

    /**
     * Decodes a handshake.
     *
     * @param received the bytes received so far
     * @param size the number of bytes to search for the handshake's end
     * @return the handshake, or null if the searched bytes contain no zero byte
     */
    static @Nullable Handshake read(byte[] received, int size) {
        int end = 0;
        while (end < size && received[end] != 0) {
            end++;
        }
        if (end == size) {
            return null;
        }
        boolean capable = end > 0 && received[end - 1] > 0 && received[end - 1] <= CAPABILITY_MAX;
        int length = capable ? end - 1 : end;
        int colon = 0;
        while (colon < length && received[colon] != ':') {
            colon++;
        }
        int passwordAt = Math.min(colon + 1, length);
        return new Handshake(
                EscapedText.of(received, 0, colon),
                new String(received, passwordAt, length - passwordAt, StandardCharsets.UTF_8),
                capable ? received[end - 1] : 0,
                end + 1);
    }

    /** Returns the lower capability of client and server. The server sends this byte to admit the client. */
    int commonCapability() {
        return Math.min(capability, CAPABILITY);
    }

    @Override
    public String toString() {
        // The password is left out, because this text is logged.
        return "handshake of " + user;
    }
}
