package io.tickbus.server;

/** Checks whether a client's user may make a call. Thread-safe. */
public final class AccessControl {
    private AccessControl() {}

    /**
     * Checks that the client's user has a permission.
     *
     * @param call the name of the client's call, which the error message repeats
     * @throws QError {@code access}, with the call, the user and the missing permission
     */
    public static void require(QConnection caller, Permission permission, String call) {
        if (!caller.may(permission)) {
            throw new QError(
                    "access: " + call + ": user " + caller.user() + " does not have the right " + permission.text());
        }
    }
}
