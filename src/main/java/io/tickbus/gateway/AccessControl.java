package io.tickbus.gateway;

import io.tickbus.server.Permission;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;

/** Holds clients to what the file of users lets them do. */
final class AccessControl {
    private AccessControl() {}

    /** @throws QError {@code access}, with the call, the user and what is missing */
    static void require(QConnection caller, Permission permission, String call) {
        if (!caller.may(permission)) {
            throw new QError(
                    "access: " + call + ": user " + caller.user() + " does not have the right " + permission.text());
        }
    }
}
