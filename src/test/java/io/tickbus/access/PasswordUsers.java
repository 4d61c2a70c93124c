package io.tickbus.access;

import io.vertx.core.Future;
import java.util.Map;

/** Users for tests, whose passwords are not hashed. They have all rights. */
public final class PasswordUsers {
    private PasswordUsers() {}

    /** Without passwords, everybody is admitted. */
    public static Users of(Map<String, String> passwords) {
        if (passwords.isEmpty()) {
            return Users.anyone();
        }
        return (user, password, wanted) -> password.equals(passwords.get(user))
                ? Future.succeededFuture(Rights.ALL)
                : Future.failedFuture(Users.wrong(user));
    }
}
