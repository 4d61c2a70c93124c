package io.tickbus.server;

/** Checks that a call is permitted by the file of users. Thread-safe. */
public final class AccessControl {
    private AccessControl() {}

    /**
     * Checks a permission of a client's user.
     *
     * @param call what the client calls, for the message
     * @throws QError {@code access}, with the call, the user and the missing permission
     */
    public static void require(QConnection caller, Permission permission, String call) {
        if (!caller.may(permission)) {
            throw new QError(
                    "access: " + call + ": user " + caller.user() + " does not have the right " + permission.text());
        }
    }
}
