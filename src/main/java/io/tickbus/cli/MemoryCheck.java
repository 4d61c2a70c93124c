package io.tickbus.cli;

import io.tickbus.config.StoreConfig;
import io.tickbus.config.TableConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Computes how much memory the tables of a configuration take when all tables are full. The total should not exceed
 * {@code store.tableBytesMax}. {@code check} prints the result, and {@code run} logs the warnings.
 */
final class MemoryCheck {
    /**
     * Limit for the memory of the tables, in percent of the heap. Rows in flight and the garbage collector need the
     * rest.
     */
    private static final int HEAP_PERCENT_MAX = 80;

    private static final int PERCENT = 100;
    private static final double BYTES_PER_MB = 1e6;

    private final StoreConfig store;
    private final long heapBytes;
    private final List<String> bounded = new ArrayList<>();
    private final List<String> unbounded = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private long sum;

    /** @param heapBytes the heap limit of the JVM, in bytes */
    MemoryCheck(StoreConfig store, long heapBytes) {
        this.store = store;
        this.heapBytes = heapBytes;
        store.tables().forEach(this::add);
        warn();
    }

    private void add(String name, TableConfig table) {
        table.bytesMax()
                .ifPresentOrElse(
                        bytes -> {
                            sum = bytes > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + bytes;
                            bounded.add(name + " " + text(bytes));
                        },
                        () -> unbounded.add(name + " (" + why(table) + ")"));
        if (table.segmentBytes() > store.tableBytesMax()) {
            warnings.add("tables." + name + ".segmentRows: one segment of " + table.segmentRows() + " rows takes "
                    + text(table.segmentBytes()) + ", more than store.tableBytesMax, " + limit()
                    + "; the table cannot be filled up");
        }
    }

    private static String why(TableConfig table) {
        return !table.keys().isEmpty()
                ? "number of keys not limited"
                : table.retentionRowsMax() == null ? "no retentionRowsMax" : "columns not declared";
    }

    private void warn() {
        if (sum > store.tableBytesMax()) {
            warnings.add("store.tableBytesMax: " + limit() + " is less than the " + text(sum) + " of "
                    + String.join(", ", bounded) + "; "
                    + (drops() ? "their oldest rows will leave early" : "reading will pause")
                    + ": lower retentionRowsMax, or raise it, with the heap (-Xmx)");
        }
        if (store.tableBytesMax() > heapBytes / PERCENT * HEAP_PERCENT_MAX) {
            warnings.add("store.tableBytesMax: " + limit() + " is more than " + HEAP_PERCENT_MAX + " % of the heap, "
                    + text(heapBytes) + "; the node may run out of memory: lower it, or raise -Xmx");
        }
    }

    private boolean drops() {
        return store.tableBytesPolicy() == StoreConfig.TableBytesPolicy.DROP;
    }

    private String limit() {
        return text(store.tableBytesMax());
    }

    /** Returns lines that describe the memory of the tables. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("at most " + limit() + " for tables (store.tableBytesMax), then "
                + (drops() ? "the oldest rows leave" : "reading pauses"));
        if (!bounded.isEmpty()) {
            lines.add(text(sum) + " for " + String.join(", ", bounded));
        }
        if (!unbounded.isEmpty()) {
            lines.add("not known for " + String.join(", ", unbounded));
        }
        return lines;
    }

    /** Returns the warnings. The program starts even if there are warnings. */
    List<String> warnings() {
        return warnings;
    }

    private static String text(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / BYTES_PER_MB);
    }
}
