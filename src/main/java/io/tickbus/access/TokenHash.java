package io.tickbus.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * The hash of a token in the {@link UserFile}, in the form {@code $sha256$LASTDAY$DIGEST}. A token has 256 random bits,
 * so a fast hash protects it as well as a slow one. Immutable.
 *
 * @param lastDay the last day, in UTC, on which the token is accepted
 * @param digest the SHA-256 of the token, in base64url without padding
 */
record TokenHash(LocalDate lastDay, String digest) {
    private static final String PREFIX = "$sha256$";
    /** Every token begins with this text. Scanners of source code recognize a published token by it. */
    private static final String TOKEN_PREFIX = "tickbus_";

    private static final int DIGEST_LENGTH = 43;

    /** Returns whether a hash in the file belongs to a token. */
    static boolean isOne(String hash) {
        return hash.startsWith(PREFIX);
    }

    /**
     * Parses a hash of a token.
     *
     * @throws IllegalArgumentException with the reason, if the text has another form
     */
    static TokenHash parse(String hash) {
        String[] parts = hash.substring(PREFIX.length()).split("\\$", -1);
        if (parts.length != 2 || !parts[1].matches("[\\w-]{" + DIGEST_LENGTH + "}")) {
            throw new IllegalArgumentException("not a hash of a token ($sha256$DATE$DIGEST)");
        }
        try {
            return new TokenHash(LocalDate.parse(parts[0]), parts[1]);
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException(
                    "\"" + PrintableText.of(parts[0]) + "\" is no date such as 2027-01-31", wrong);
        }
    }

    /** Returns a new token. */
    static String newToken() {
        return TOKEN_PREFIX + SecretText.random();
    }

    /** Returns whether a text has the form of a token. */
    static boolean isToken(String text) {
        return text.startsWith(TOKEN_PREFIX);
    }

    static String digest(String token) {
        return SecretText.sha256(token);
    }

    /** Returns whether this is the hash of a token. The time of the check does not depend on the token. */
    boolean matches(String token) {
        return MessageDigest.isEqual(
                digest.getBytes(StandardCharsets.US_ASCII), digest(token).getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the hash in the form that {@link #parse} reads. */
    String text() {
        return PREFIX + lastDay + "$" + digest;
    }
}
