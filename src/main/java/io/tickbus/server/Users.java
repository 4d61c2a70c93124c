package io.tickbus.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/** Who may connect. */
public final class Users {
    private final Map<String, String> passwords;

    /**
     * @param passwords by user; none lets everybody in, as q does without {@code -u}
     */
    public Users(Map<String, String> passwords) {
        this.passwords = Map.copyOf(passwords);
    }

    /** Whether this user may connect with this password. The time it takes does not tell how much of it was right. */
    boolean admit(String user, String password) {
        if (passwords.isEmpty()) {
            return true;
        }
        String expected = passwords.getOrDefault(user, "");
        boolean same = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
        return passwords.containsKey(user) && same;
    }
}
