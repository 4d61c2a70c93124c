package io.tickbus.client;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits on a thread that may. */
final class Waiting {
    private static final long LIMIT_SECONDS = 20;

    private Waiting() {}

    static <T> T on(Future<T> future) {
        try {
            return future.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not completed within " + LIMIT_SECONDS + " s", e);
        }
    }
}
