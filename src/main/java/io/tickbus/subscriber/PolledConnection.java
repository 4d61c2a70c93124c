package io.tickbus.subscriber;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a {@link SocketPoller} reads. An exception in the connection's session ends only this connection.
 * The poller's thread owns this object, except for {@link #await} and {@link #isEnded}.
 */
final class PolledConnection {
    private final Session session;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private @Nullable SelectionKey key; // owned by the poller's thread

    PolledConnection(Session session) {
        this.session = session;
    }

    /**
     * Waits until the connection has ended.
     *
     * @param timeoutMs the longest wait, in ms
     * @return true if the connection has ended; false after the timeout
     * @throws IOException if the connection has ended with a failure
     */
    boolean await(int timeoutMs) throws IOException, InterruptedException {
        try {
            ended.get(timeoutMs, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillOpen) {
            return false;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw failure.getCause() instanceof RuntimeException mistake
                    ? mistake
                    : new IllegalStateException(failure.getCause());
        }
    }

    boolean isEnded() {
        return ended.isDone();
    }

    /**
     * Registers a new connection, or resumes reading after the window was full. Returns false if the connection has
     * ended.
     */
    boolean continueReading(Selector selector) {
        if (isEnded()) {
            return false;
        }
        try {
            if (key == null) {
                key = session.connection().register(selector, this);
            }
            pollAll(key);
        } catch (IOException | RuntimeException | Error failure) {
            finish(failure);
        }
        return !isEnded();
    }

    /**
     * Reads the available bytes and applies the complete messages. Returns the number of bytes, or -1 if the connection has
     * ended.
     */
    int read(SelectionKey ready) {
        int count = -1;
        try {
            count = session.readMore();
            if (count < 0) {
                finish(null);
            } else {
                pollAll(ready);
            }
        } catch (IOException | RuntimeException | Error failure) {
            finish(failure);
        }
        return isEnded() ? -1 : count;
    }

    /**
     * Applies the complete messages. If the window has no room for some messages, the socket is not read until they are
     * applied.
     */
    private void pollAll(SelectionKey registered) throws IOException {
        boolean isDrained = session.pollAll();
        try {
            int interest = isDrained ? SelectionKey.OP_READ : 0;
            // The condition avoids a costly update of the selector.
            if (registered.interestOps() != interest) {
                registered.interestOps(interest);
            }
        } catch (CancelledKeyException closed) {
            // Remaining messages are applied first. A later poll request then finds the closed channel.
            if (isDrained) {
                throw new ClosedChannelException();
            }
        }
    }

    /** Requests an acknowledgement of the rows that this connection has received. */
    void requestPositions() {
        try {
            session.requestPositions();
        } catch (RuntimeException failure) { // the bus is closed
            finish(failure);
        }
    }

    void finish(@Nullable Throwable failure) {
        if (key != null) {
            key.cancel();
        }
        if (failure == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(failure);
        }
    }
}
