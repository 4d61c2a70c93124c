package io.tickbus.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Reports to the cluster that a contender no longer holds a lease, so that the next holder does not wait. */
final class LeaseRelease {
    private static final int ATTEMPTS_MAX = 5;
    private static final int WAIT_MS_MAX = 1000;

    private LeaseRelease() {}

    /**
     * Marks the term as ended in the map, if the map still has it.
     *
     * @param last the term; its holder must have stopped acting
     * @return succeeds when the term is marked or cannot be marked, at the latest after a second
     */
    static Future<Void> write(LeaseHost host, String lease, LeaseTerm last) {
        Promise<Void> done = Promise.promise();
        host.after(WAIT_MS_MAX, done::tryComplete); // the next holder finds out by itself
        write(host, lease, last, ATTEMPTS_MAX, done);
        return done.future();
    }

    /**
     * Retries the write. If an earlier attempt succeeded unnoticed, the map has another value, and the retry changes nothing.
     */
    private static void write(LeaseHost host, String lease, LeaseTerm last, int attempts, Promise<Void> done) {
        host.write(lease, last.text(), last.vacated().text()).onComplete(written -> {
            if (written.succeeded() || attempts == 1) {
                done.tryComplete();
            } else {
                write(host, lease, last, attempts - 1, done);
            }
        });
    }
}
