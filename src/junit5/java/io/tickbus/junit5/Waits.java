package io.tickbus.junit5;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Blocks the thread of a test until a future completes. */
final class Waits {
    private Waits() {}

    /**
     * Returns the result of a future.
     *
     * @param action the action that the future completes, for the message
     * @throws IllegalStateException with the reason if the future fails or does not complete within {@code msMax} ms
     */
    static <T> T await(String action, Future<T> future, int msMax) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(msMax, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            Throwable reason = failure.getCause() == null ? failure : failure.getCause();
            throw new IllegalStateException(action + ": " + reason.getMessage(), reason);
        } catch (TimeoutException late) {
            throw new IllegalStateException(action + ": not done within " + msMax + " ms", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(action + ": the thread was interrupted", interrupted);
        }
    }
}
