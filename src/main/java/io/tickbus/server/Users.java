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

/** Who may connect, and what each may do. */
public interface Users {
    /**
     * Lets a user in or not. Never blocks; the time it takes tells neither whether there is such a user nor how much of the
     * password was right.
     *
     * @param wanted false once the answer is of no use, since the client has gone; may be asked on any thread
     * @return the user's rights; a failure is a {@link RefusedException}
     */
    Future<Set<Permission>> admit(String user, String password, BooleanSupplier wanted);

    /** Everybody, with all rights, as q does without {@code -u}. */
    static Users anyone() {
        return (user, password, wanted) -> Future.succeededFuture(Permission.ALL);
    }

    /**
     * Those whose passwords a configuration gives, with all rights.
     *
     * @param passwords by user; none lets everybody in
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
     * Those of a file, see {@link UserFile}, which is read again at the first login after it changed. Connections that are
     * open keep the rights that they were let in with.
     *
     * @return a failure when the file cannot be read or is wrong, an {@link IOException} with the lines and the reasons
     */
    static Future<Users> ofFile(Vertx vertx, Path file) {
        return vertx.executeBlocking(() -> FileUsers.read(vertx, file));
    }

    /** One reason for both, so that nobody learns which users there are. */
    static RefusedException wrong(String user) {
        return new RefusedException(Refusal.PASSWORD, "wrong user or password, user \"" + user + "\"");
    }
}
