package io.tickbus.access;

/**
 * The failure of a refused login, with the reason. {@link Users} and {@link LoginThrottle} fail with it. The reason is
 * logged and never sent to the client.
 */
public final class LoginException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why a login is refused. */
    public enum Kind {
        /** The user is unknown, the password or token is wrong, or the token has expired. */
        CREDENTIALS,
        /** Too many logins wait for their check or failed recently. The password was not checked. */
        TOO_MANY,
        /** The client disconnected before its password was checked. */
        GONE
    }

    private final Kind kind;

    public LoginException(Kind kind, String reason) {
        // No stack trace is recorded, because a refused login is not a fault.
        super(reason, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
