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

/** A connection that a {@link SocketPoller} reads. What it throws ends it, and nobody else. */
final class PolledConnection {
    private final Session session;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private @Nullable SelectionKey key; // of the reader's thread

    PolledConnection(Session session) {
        this.session = session;
    }

    /**
     * Waits for its end, so long at most.
     *
     * @return whether it has come
     * @throws IOException the reason of it, if there was one
     */
    boolean await(int timeoutMs) throws IOException, InterruptedException {
        try {
            ended.get(timeoutMs, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException goesOn) {
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

    /** Begins to be read, or goes on: its window has room, or it was closed. False when it has ended. */
    boolean answer(Selector selector) {
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

    /** Reads what has come, and takes it; gives the number of bytes, -1 when it has ended. */
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

    /** Takes the messages that have come whole; nothing more is read until all are taken. */
    private void pollAll(SelectionKey registered) throws IOException {
        boolean all = session.pollAll();
        try {
            int wanted = all ? SelectionKey.OP_READ : 0;
            if (registered.interestOps() != wanted) { // else the selector has an update to go through
                registered.interestOps(wanted);
            }
        } catch (CancelledKeyException closed) {
            if (all) { // else the reader is called again, when there is room for the rest
                throw new ClosedChannelException();
            }
        }
    }

    /** Asks for an acknowledgement of the rows that it brought. */
    void requestPositions() {
        try {
            session.requestPositions();
        } catch (RuntimeException failure) { // of a bus that is closed
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
