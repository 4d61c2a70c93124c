package io.tickbus.chaos;

import io.tickbus.log.LogReader;
import io.tickbus.q.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares a table with the logs of its rows: equal rows in the same order, with all columns. If they differ, the
 * differences are counted by the numbers that the feed has given to the rows.
 */
final class Comparison {
    private static final int MESSAGE_BYTES_MAX = 1 << 28;

    private final List<Path> logs;
    private final String table;
    private final Set<String> syms;
    private final Iterable<Row> found;

    private long published;
    private @Nullable String firstDifference;

    /**
     * @param logs the logs in the order of their days
     * @param syms the symbols of the subscription; empty for all
     * @param found the rows of the table; each iterator begins with the first row
     */
    Comparison(List<Path> logs, String table, Set<String> syms, Iterable<Row> found) {
        this.logs = logs;
        this.table = table;
        this.syms = syms;
        this.found = found;
    }

    Verdict verdict() throws IOException {
        Iterator<Row> rows = found.iterator();
        forEachPublished(row -> {
            if (firstDifference == null) {
                Row next = rows.hasNext() ? rows.next() : null;
                if (next == null || !row.matches(next)) {
                    firstDifference = difference(published, row, next);
                }
            }
            published++;
        });
        if (firstDifference == null && rows.hasNext()) {
            firstDifference = difference(published, null, rows.next());
        }
        return firstDifference == null
                ? new Verdict(published, published, 0, 0, 0, 0, 0, "")
                : counted(firstDifference);
    }

    private String difference(long position, @Nullable Row logged, @Nullable Row inTable) {
        return table + ", row " + position + " of the log: " + (logged == null ? "none" : logged) + "; of the table: "
                + (inTable == null ? "none" : inTable);
    }

    private Verdict counted(String difference) throws IOException {
        Numbered logged = new Numbered();
        forEachPublished(row -> logged.add(row.number(), row.hash()));
        BitSet seen = new BitSet();
        long inTable = 0;
        long duplicated = 0;
        long reordered = 0;
        long altered = 0;
        long foreign = 0;
        long last = -1;
        for (Row row : found) {
            inTable++;
            int place = logged.place(row.number());
            if (place < 0) {
                foreign++;
            } else if (seen.get(place)) {
                duplicated++;
            } else {
                seen.set(place);
                altered += row.hash() == logged.hash(place) ? 0 : 1;
                reordered += place < last ? 1 : 0;
                last = Math.max(last, place);
            }
        }
        return new Verdict(
                published, inTable, published - seen.cardinality(), duplicated, reordered, altered, foreign, difference);
    }

    private void forEachPublished(Consumer<Row> each) throws IOException {
        for (Path log : logs) {
            try (LogReader reader = LogReader.open(log, MESSAGE_BYTES_MAX)) {
                for (Value message = reader.next(); message != null; message = reader.next()) {
                    LogRows rows = LogRows.of(message);
                    if (rows.table().equals(table)) {
                        forEachWanted(rows, each);
                    }
                }
                if (reader.damage() != null) {
                    throw new IOException(log + ": " + reader.damage().getMessage());
                }
            }
        }
    }

    private void forEachWanted(LogRows rows, Consumer<Row> each) {
        for (int i = 0; i < rows.size(); i++) {
            Row row = new Row(rows.columns(), i);
            if (syms.isEmpty() || syms.contains(row.sym())) {
                each.accept(row);
            }
        }
    }
}
