package io.tickbus.server;

/**
 * Checks that a client's user has the permission for a call. The functions of the gateway and of the chained
 * tickerplant use this class. Stateless and thread-safe.
 */
public final class AccessControl {
    private AccessControl() {}

    /**
     * Checks that the client's user has a permission.
     *
     * @param call the name of the client's call, for the error message
     * @throws QError {@code access}, with the call, the user and the missing permission
     */
    public static void require(QConnection caller, Permission permission, String call) {
        if (!caller.may(permission)) {
            throw new QError(
                    "access: " + call + ": user " + caller.user() + " does not have the right " + permission.text());
        }
    }
}
