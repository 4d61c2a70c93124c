package io.tickbus.gateway;

import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.tickbus.server.Right;

/** Holds clients to what the file of users lets them do. */
final class Access {
    private Access() {}

    /** @throws QError {@code access}, with the call, the user and what is missing */
    static void require(QConnection caller, Right right, String call) {
        if (!caller.may(right)) {
            throw new QError(
                    "access: " + call + ": user " + caller.user() + " does not have the right " + right.text());
        }
    }
}
