package io.tickbus.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Decides which clients may connect and what they may do. A server calls it once for each login. */
public interface Users {
    /**
     * Checks a name and a password. Never blocks. The response time shows neither whether the user exists nor how much of
     * the password is right.
     *
     * @param user the name that the client sent
     * @param password the password or the token that the client sent
     * @param wanted returns false after the client has disconnected. The check can then be skipped. Any thread can call
     *     {@code wanted}.
     * @return the user's rights, on any thread. A refused login fails with a {@link LoginException}.
     */
    Future<Rights> admit(String user, String password, BooleanSupplier wanted);

    /**
     * Checks a token without a name. Never blocks. The default refuses every token.
     *
     * @return the user, on any thread. A refused token fails with a {@link LoginException}.
     */
    default Future<User> admitToken(String token) {
        return Future.failedFuture(new LoginException(LoginException.Kind.CREDENTIALS, "unknown token"));
    }

    /**
     * Reads changed users again. A server with sessions calls this regularly. The default does nothing.
     *
     * @return succeeds when the users are current; never fails
     */
    default Future<Void> refresh() {
        return Future.succeededFuture();
    }

    /**
     * Returns a value that identifies the present password and rights of a user. A session ends when the value is no
     * longer equal to the one at its login. Never blocks.
     *
     * @return the value, or null if no user has this name; the default returns null for every name
     */
    default @Nullable Object version(String user) {
        return null;
    }

    /** Returns whether a text has the form of a token of a {@link UserFile}. An identity provider's token has another form. */
    static boolean isToken(String text) {
        return TokenHash.isToken(text);
    }

    /** Admits every client with all rights, as q does without {@code -u}. */
    static Users anyone() {
        return (user, password, wanted) -> Future.succeededFuture(Rights.ALL);
    }

    /**
     * Admits the users of a {@link UserFile}. After the file changes, the next login reads the file again. Open
     * connections keep their rights.
     *
     * @return the users. Fails with an {@link IOException} if the file cannot be read or has wrong lines. The message
     *     lists all wrong lines.
     */
    static Future<Users> ofFile(Vertx vertx, Path file) {
        return vertx.executeBlocking(() -> FileUsers.read(vertx, file));
    }

    /**
     * Creates the refusal for an unknown user or a wrong password. Both cases have one message. It therefore does not
     * show which users exist.
     */
    static LoginException wrong(String user) {
        return new LoginException(LoginException.Kind.CREDENTIALS, "wrong user or password, user \"" + user + "\"");
    }
}
