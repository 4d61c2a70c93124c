package io.tickbus.cluster;

/** Why a node is not in a cluster, in one line. */
public final class JoinException extends Exception {
    private static final long serialVersionUID = 1;

    JoinException(String message) {
        super(message);
    }
}
