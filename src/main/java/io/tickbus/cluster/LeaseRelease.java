package io.tickbus.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Tells the cluster that a contender holds a lease no longer, so that the next holder need not wait. */
final class LeaseRelease {
    private static final int ATTEMPTS_MAX = 5;
    private static final int WAIT_MS_MAX = 1000;

    private LeaseRelease() {}

    /**
     * Writes it to the map, if the map has the contender's term.
     *
     * @param last of a holder that does nothing more under it
     * @return succeeds when it is written or cannot be, at the latest after a second
     */
    static Future<Void> write(LeaseHost host, String lease, LeaseTerm last) {
        Promise<Void> done = Promise.promise();
        host.after(WAIT_MS_MAX, done::tryComplete); // the next holder finds out by itself
        write(host, lease, last, ATTEMPTS_MAX, done);
        return done.future();
    }

    /** A second attempt after one that was done all the same finds another value, and changes nothing. */
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
