package io.tickbus.server;

import io.tickbus.q.EscapedText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes that a client sends: {@code user:password}, a capability byte and a zero byte. The oldest clients leave the
 * capability out. As in q, a last byte that is no capability belongs to the password. Immutable.
 *
 * @param user the text before the first colon, in the form of {@link EscapedText}
 * @param password the text after the first colon, decoded as UTF-8; it may contain colons
 * @param capability 1 to 6, or 0 if absent
 * @param bytes the length of the handshake with its zero byte
 */
record Handshake(String user, String password, int capability, int bytes) {
    /** Limit of a handshake's length, with its zero byte. */
    static final int BYTES_MAX = 1024;
    /** The capability of this server: compression, timestamps, timespans and guids. */
    static final int CAPABILITY = 3;

    private static final int CAPABILITY_MAX = 6;

    /**
     * Decodes a handshake.
     *
     * @param received the bytes received so far
     * @param size the number of bytes to look at
     * @return the handshake, or null if its zero byte is not among these bytes
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

    /** Returns the capability that client and server share. This one byte is the reply that admits the client. */
    int commonCapability() {
        return Math.min(capability, CAPABILITY);
    }

    @Override
    public String toString() {
        return "handshake of " + user; // without the password, because this text is logged
    }
}
