package io.tickbus.store;

import io.tickbus.event.Failure;
import io.tickbus.table.Snapshot;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * Scans a table: on the owner's thread if it is small, else on another thread, so that the owner's thread is not
 * blocked. Owner's thread only.
 */
final class TableScans {
    /** Limit on the rows that are scanned on the owner's thread, at 5 to 10 ns each. */
    static final int ROWS_ON_THREAD_MAX = 200_000;

    /**
     * Limit on the rows that a select reads on the owner's thread, at up to 100 ns each with many columns and groups.
     */
    static final int SELECT_ROWS_ON_THREAD_MAX = 20_000;

    /** Limit on the scans of a table that run or wait for a thread. */
    static final int SCANS_MAX = 100;

    private final String table;
    private final StoreHost host;
    private int running;

    TableScans(String table, StoreHost host) {
        this.table = table;
        this.host = host;
    }

    String table() {
        return table;
    }

    /**
     * Scans a snapshot.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#LIMIT} if too many scans run
     */
    <T> Future<T> scan(Snapshot snapshot, Function<Snapshot, T> scan) {
        return scan(snapshot, ROWS_ON_THREAD_MAX, scan);
    }

    /**
     * Like {@link #scan(Snapshot, Function)}, for scans with another cost per row.
     *
     * @param rowsOnThreadMax limit on the rows that are scanned on the owner's thread
     */
    <T> Future<T> scan(Snapshot snapshot, int rowsOnThreadMax, Function<Snapshot, T> scan) {
        if (snapshot.nextOffset() - snapshot.firstOffset() <= rowsOnThreadMax) {
            return Future.succeededFuture(scan.apply(snapshot));
        }
        if (running == SCANS_MAX) {
            throw Failure.LIMIT.because(SCANS_MAX + " scans of table " + table + " are under way already; ask again");
        }
        running++;
        return host.onScanThread(() -> scan.apply(snapshot)).onComplete(over -> running--);
    }
}
