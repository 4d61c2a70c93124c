package io.tickbus.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;

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

    private static final int RANDOM_BYTES = 32;
    private static final int DIGEST_LENGTH = 43;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

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
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return TOKEN_PREFIX + ENCODER.encodeToString(random);
    }

    static boolean isToken(String text) {
        return text.startsWith(TOKEN_PREFIX);
    }

    static String digest(String token) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return ENCODER.encodeToString(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // Every Java platform has SHA-256.
        }
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
