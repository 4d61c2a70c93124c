package io.tickbus.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Decides which clients may connect and which permissions they have. {@link QServer} calls {@link #admit} once for each
 * login.
 */
public interface Users {
    /**
     * Checks a login and never blocks. The response time shows neither whether the user exists nor how much of the
     * password is right.
     *
     * @param user the name that the client sent
     * @param password the password that the client sent
     * @param wanted returns false after the client has disconnected. The check can then be skipped. Any thread can call
     *     {@code wanted}.
     * @return the user's permissions, on any thread. A refused login fails with a {@link RefusedException}.
     */
    Future<Set<Permission>> admit(String user, String password, BooleanSupplier wanted);

    /** Admits every client with all permissions, as q does without {@code -u}. */
    static Users anyone() {
        return (user, password, wanted) -> Future.succeededFuture(Permission.ALL);
    }

    /**
     * Admits the users of a configuration with all permissions.
     *
     * @param passwords the passwords by user name. An empty map admits every client.
     */
    static Users of(Map<String, String> passwords) {
        if (passwords.isEmpty()) {
            return anyone();
        }
        Map<String, String> known = Map.copyOf(passwords);
        return (user, password, wanted) -> {
            byte[] expected = known.getOrDefault(user, "").getBytes(StandardCharsets.UTF_8);
            boolean same = MessageDigest.isEqual(expected, password.getBytes(StandardCharsets.UTF_8));
            return known.containsKey(user) && same
                    ? Future.succeededFuture(Permission.ALL)
                    : Future.failedFuture(wrong(user));
        };
    }

    /**
     * Admits the users of a {@link UserFile}. After the file changes, the next login reads the file again. Open
     * connections keep their permissions.
     *
     * @return the users. Fails with an {@link IOException} if the file cannot be read or has wrong lines. The message
     *     lists all wrong lines.
     */
    static Future<Users> ofFile(Vertx vertx, Path file) {
        return vertx.executeBlocking(() -> FileUsers.read(vertx, file));
    }

    /**
     * Creates the refusal for an unknown user or a wrong password. Both cases have the same message, which therefore
     * does not show whether the user exists.
     */
    static RefusedException wrong(String user) {
        return new RefusedException(Refusal.PASSWORD, "wrong user or password, user \"" + user + "\"");
    }
}
