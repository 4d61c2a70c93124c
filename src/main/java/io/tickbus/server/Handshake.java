package io.tickbus.server;

import io.tickbus.q.EscapedText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a client says first: {@code user:password}, a byte for what it is capable of, and a zero byte. The oldest clients
 * leave the capability out; a last byte that no capability has is taken as part of the password, as q does.
 *
 * @param user up to the first colon, as {@link EscapedText}
 * @param password behind it, which may hold colons, in UTF-8; no password of a configuration has other bytes
 * @param capability 0 when absent, to 6
 * @param bytes the length of all this with its zero byte
 */
record Handshake(String user, String password, int capability, int bytes) {
    /** The longest handshake taken, with its zero byte. */
    static final int BYTES_MAX = 1024;
    /** What this server is capable of: compression, timestamps, timespans and guids. */
    static final int CAPABILITY = 3;

    private static final int CAPABILITY_MAX = 6;

    /**
     * Reads a handshake.
     *
     * @return null while its end has not come
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

    /** What both ends are capable of: the one byte that lets the client in. */
    int commonCapability() {
        return Math.min(capability, CAPABILITY);
    }

    @Override
    public String toString() {
        return "handshake of " + user; // not the password
    }
}
