package io.tickbus.store;

import io.tickbus.event.Failure;
import io.tickbus.table.Snapshot;
import io.vertx.core.Future;
import java.util.function.Function;

/** Looks through a table: on the owner's thread while it is small, beside it when that would hold the owner up. */
final class TableScans {
    /** Rows that are looked through on the owner's thread, at 5 to 10 ns each. */
    static final int ROWS_ON_THREAD_MAX = 200_000;

    /** Rows that are selected from on the owner's thread, at up to 100 ns each with many columns and groups. */
    static final int SELECT_ROWS_ON_THREAD_MAX = 20_000;

    /** Scans of a table that may be under way or wait for a thread at once. */
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

    /** Fails with {@link Failure#LIMIT} when too many are under way. */
    <T> Future<T> scan(Snapshot snapshot, Function<Snapshot, T> scan) {
        return scan(snapshot, ROWS_ON_THREAD_MAX, scan);
    }

    /** The same for what takes longer, so that fewer rows are looked through on the owner's thread. */
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
