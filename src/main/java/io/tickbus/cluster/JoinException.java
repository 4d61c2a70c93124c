package io.tickbus.cluster;

/** The node cannot join the cluster. The message is one line. */
public final class JoinException extends Exception {
    private static final long serialVersionUID = 1;

    JoinException(String message) {
        super(message);
    }
}
