package io.tickbus.cluster;

/** Thrown when the node cannot join the cluster. The message is a single line. */
public final class JoinException extends Exception {
    private static final long serialVersionUID = 1;

    JoinException(String message) {
        super(message);
    }
}
