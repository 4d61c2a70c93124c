package io.tickbus.server;

import io.tickbus.access.Permission;
import io.tickbus.q.QFunction;
import io.tickbus.q.Value;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

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

    /**
     * Returns the tables that the client's user may read.
     *
     * @param call the name of the client's call, for the error message
     * @throws QError {@code access} if the user may read no table
     */
    public static List<String> readable(QConnection caller, String call, Collection<String> tables) {
        require(caller, Permission.READ, call);
        return tables.stream()
                .filter(table -> caller.rights().may(Permission.READ, table))
                .toList();
    }

    /** Returns a fact about the log, which has the rows of all tables. The result is null for a user who may not read them all. */
    public static Value ofLog(QConnection caller, Supplier<Value> fact) {
        return caller.rights().mayAll(Permission.READ) ? fact.get() : QFunction.GENERIC_NULL;
    }

    private static QError refused(QConnection caller, String call, String right) {
        String reason = call + ": user " + caller.user() + " does not have the right " + right;
        caller.audit().refused(Refusal.RIGHTS, reason);
        caller.note(Refusal.RIGHTS, reason);
        return new QError("access: " + reason);
    }
}
