package io.tickbus.server;

/** A client that is not let in, with the reason. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    public RefusedException(Refusal refusal, String reason) {
        super(reason, null, false, false); // an outcome, not a fault: nobody looks at its stack
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
