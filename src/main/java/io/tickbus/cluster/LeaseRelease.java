package io.tickbus.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Reports to the cluster that a contender no longer holds a lease. {@link Lease} uses this class on the lease's
 * context. After such a report, the next holder does not need to wait until the votes expire.
 */
final class LeaseRelease {
    private static final int ATTEMPTS_MAX = 5;
    private static final int WAIT_MS_MAX = 1000;

    private LeaseRelease() {}

    /**
     * Marks a term as ended in the map, if the map still has this term.
     *
     * @param last the term, whose holder must have stopped acting
     * @return succeeds when the term is marked, when marking has failed, or after a second
     */
    static Future<Void> write(LeaseHost host, String lease, LeaseTerm last) {
        Promise<Void> done = Promise.promise();
        host.after(WAIT_MS_MAX, done::tryComplete); // Without the mark, the next holder waits until the votes expire.
        write(host, lease, last, ATTEMPTS_MAX, done);
        return done.future();
    }

    /**
     * Marks the term as ended, with retries. A retry changes nothing if an earlier attempt has succeeded without a
     * reply.
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
