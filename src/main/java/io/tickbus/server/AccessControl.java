package io.tickbus.server;

import io.tickbus.access.Permission;

/**
 * Checks that a client's user may make a call. The functions of the gateway, of the chained tickerplant and of the
 * embedded tickerplant use it. Stateless and thread-safe.
 */
public final class AccessControl {
    private AccessControl() {}

    /**
     * Checks that the client's user has a permission for at least one table.
     *
     * @param call the name of the client's call, for the error message
     * @throws QError {@code access}, with the call, the user and the missing permission
     */
    public static void require(QConnection caller, Permission permission, String call) {
        if (!caller.rights().may(permission)) {
            throw refused(caller, call, permission.text());
        }
    }

    /**
     * Checks that the client's user has a permission for a table.
     *
     * @param call the name of the client's call, for the error message
     * @throws QError {@code access}, with the call, the user, the missing permission and the table
     */
    public static void require(QConnection caller, Permission permission, String call, String table) {
        if (!caller.rights().may(permission, table)) {
            throw refused(caller, call, permission.text() + "=" + table);
        }
    }

    /**
     * Checks that the client's user has a permission for all tables.
     *
     * @param call the name of the client's call, for the error message
     * @throws QError {@code access}, with the call, the user and the missing permission
     */
    public static void requireAll(QConnection caller, Permission permission, String call) {
        if (!caller.rights().mayAll(permission)) {
            throw refused(caller, call, permission.text() + " for all tables");
        }
    }

    private static QError refused(QConnection caller, String call, String right) {
        String reason = call + ": user " + caller.user() + " does not have the right " + right;
        caller.audit().refused(reason);
        caller.note(Refusal.RIGHTS, reason);
        return new QError("access: " + reason);
    }
}
