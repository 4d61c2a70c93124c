package io.tickbus.server;

/** A login that is refused, with the reason. {@link Users} fails with it; the reason is logged and not sent to the client. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    public RefusedException(Refusal refusal, String reason) {
        super(reason, null, false, false); // no stack trace: this is an outcome, not a fault
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
