package io.tickbus.q.wire;

/** What the second byte of a message says. */
public enum MessageKind {
    ASYNC(0),
    /** A request whose sender waits for a response. */
    SYNC(1),
    RESPONSE(2);

    private final int code;

    MessageKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
