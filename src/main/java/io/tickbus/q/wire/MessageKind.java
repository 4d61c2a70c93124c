package io.tickbus.q.wire;

/** The kind of a message, which is its second byte. */
public enum MessageKind {
    /** A message without a response. */
    ASYNC(0),
    /** A request whose sender waits for a response. */
    SYNC(1),
    /** The response to a {@link #SYNC} message. */
    RESPONSE(2);

    private final int code;

    MessageKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
