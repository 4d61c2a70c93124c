package io.tickbus.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Creates and checks salted bcrypt hashes of passwords. {@link UserFile} and {@link FileUsers} use this class. {@code
 * htpasswd -B} and most other tools write hashes in this format. Stateless and thread-safe.
 */
final class PasswordHash {
    /** Cost of a new hash. A cost of 10 means 2^10 rounds, which take 50 to 100 ms. */
    static final int COST = 10;
    /** Limit of a hash's cost. Each step doubles the time. A check of a hash with cost 14 takes more than a second. */
    static final int COST_MAX = 14;
    /** Limit of a password's length, in bytes. bcrypt would ignore all further bytes. */
    static final int PASSWORD_BYTES_MAX = 72;

    /** The salt and digest of {@link #decoy}. Both are invented and belong to no password. */
    private static final String DECOY = "abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZabcde";

    private PasswordHash() {}

    /**
     * Computes the hash of a password with a new salt.
     *
     * @throws IllegalArgumentException with the reason, if the password is empty, too long or has a control character
     */
    static String of(String password) {
        String problem = problem(password);
        if (problem != null) {
            throw new IllegalArgumentException("the password " + problem);
        }
        return BCrypt.withDefaults().hashToString(COST, password.toCharArray());
    }

    private static @Nullable String problem(String password) {
        if (password.isEmpty()) {
            return "is empty";
        }
        if (password.chars().anyMatch(Character::isISOControl)) {
            return "holds a control character, with which q's handshake ends";
        }
        int bytes = password.getBytes(StandardCharsets.UTF_8).length;
        return bytes > PASSWORD_BYTES_MAX ? "has " + bytes + " bytes, the limit is " + PASSWORD_BYTES_MAX : null;
    }

    /** Returns whether a hash belongs to a password. The time of the check does not depend on the password. */
    static boolean matches(String hash, String password) {
        boolean possible = problem(password) == null;
        boolean same = BCrypt.verifyer().verify((possible ? password : "-").toCharArray(), hash).verified;
        return possible && same;
    }

    /**
     * Returns the cost of a hash, from 4 to {@link #COST_MAX}.
     *
     * @throws IllegalArgumentException with the reason, if the text is no bcrypt hash or its cost is out of range
     */
    static int cost(String hash) {
        // The salt ends with one of four characters, because its last character encodes only two bits.
        if (!hash.matches("\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{31}")) {
            throw new IllegalArgumentException("not a hash of bcrypt ($2a$, $2b$ or $2y$)");
        }
        int cost = Integer.parseInt(hash.substring(4, 6));
        if (cost < 4 || cost > COST_MAX) {
            throw new IllegalArgumentException("a hash of cost " + cost + "; expected 4 to " + COST_MAX);
        }
        return cost;
    }

    /**
     * Returns a hash that belongs to no password. Checking this hash takes as long as checking any other hash of this
     * cost.
     */
    static String decoy(int cost) {
        return "$2a$%02d$%s".formatted(cost, DECOY);
    }
}
