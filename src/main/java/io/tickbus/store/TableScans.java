package io.tickbus.store;

import io.tickbus.event.Failure;
import io.tickbus.table.Snapshot;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * Runs scans of a table. Small tables are scanned on the owner's thread. Large tables are scanned on another thread, so
 * the owner's thread is not blocked. Only the owner's thread uses this class.
 */
final class TableScans {
    /** Limit on the rows to scan on the owner's thread. A scan takes 5 to 10 ns for each row. */
    static final int ROWS_ON_THREAD_MAX = 200_000;

    /**
     * Limit on the rows that a select scans on the owner's thread. With many columns and groups, a select takes up to
     * 100 ns for each row.
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
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#LIMIT} if too many scans run or wait
     */
    <T> Future<T> scan(Snapshot snapshot, Function<Snapshot, T> scan) {
        return scan(snapshot, ROWS_ON_THREAD_MAX, scan);
    }

    /**
     * Scans a snapshot, like {@link #scan(Snapshot, Function)}, with another limit for the owner's thread.
     *
     * @param rowsOnThreadMax limit on the rows to scan on the owner's thread
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
