package io.tickbus.server;

/**
 * The failure of a refused login, with the reason. {@link Users#admit} fails with this exception. The reason is logged
 * and never sent to the client.
 */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    public RefusedException(Refusal refusal, String reason) {
        // No stack trace is recorded, because a refused login is not a fault.
        super(reason, null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
