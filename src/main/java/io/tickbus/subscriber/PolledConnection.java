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
 * A connection that a {@link SocketPoller} reads. An exception of its session ends this connection and no other. The poller's
 * thread owns it, except for {@link #await} and {@link #isEnded}.
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
     * @return whether the connection has ended
     * @throws IOException if the connection has ended by a failure
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

    /** Registers a new connection, or continues one whose window has room again. Returns false if the connection has ended. */
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

    /** Applies the complete messages. Reading pauses until all of them are applied. */
    private void pollAll(SelectionKey registered) throws IOException {
        boolean isDrained = session.pollAll();
        try {
            int interest = isDrained ? SelectionKey.OP_READ : 0;
            if (registered.interestOps() != interest) { // each change of the interest set costs the selector an update
                registered.interestOps(interest);
            }
        } catch (CancelledKeyException closed) {
            if (isDrained) { // otherwise a later poll request finds it closed, after the remaining messages
                throw new ClosedChannelException();
            }
        }
    }

    /** Requests an acknowledgement of the rows that this connection has brought. */
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
