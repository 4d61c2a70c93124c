package io.tickbus.server;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Salted hashes of passwords: bcrypt's, as {@code htpasswd -B} and most others write them. */
final class PasswordHash {
    /** What a new hash costs to make and to check: 2^10 rounds, 50 to 100 ms. */
    static final int COST = 10;
    /** A hash that costs more is not taken: each step doubles the time, and 14 is more than a second. */
    static final int COST_MAX = 14;
    /** What bcrypt looks at; anything behind it would not count. */
    static final int PASSWORD_BYTES_MAX = 72;

    /** Of no password: salt and digest are made up. */
    private static final String DECOY = "abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZabcde";

    private PasswordHash() {}

    /**
     * Makes a hash with a new salt.
     *
     * @throws IllegalArgumentException with the reason, for a password that cannot be one
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

    /** Whether this is the password behind a hash; it takes the same time whatever the password is. */
    static boolean matches(String hash, String password) {
        boolean possible = problem(password) == null;
        boolean same = BCrypt.verifyer().verify((possible ? password : "-").toCharArray(), hash).verified;
        return possible && same;
    }

    /**
     * The cost of a hash.
     *
     * @throws IllegalArgumentException with the reason, for what is no hash or costs too much
     */
    static int cost(String hash) {
        // the salt's last character has two bits that count, the digest's has four
        if (!hash.matches("\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{31}")) {
            throw new IllegalArgumentException("not a hash of bcrypt ($2a$, $2b$ or $2y$)");
        }
        int cost = Integer.parseInt(hash.substring(4, 6));
        if (cost < 4 || cost > COST_MAX) {
            throw new IllegalArgumentException("a hash of cost " + cost + "; expected 4 to " + COST_MAX);
        }
        return cost;
    }

    /** A hash that no password has and that takes as long to check as others of this cost. */
    static String decoy(int cost) {
        return "$2a$%02d$%s".formatted(cost, DECOY);
    }
}
