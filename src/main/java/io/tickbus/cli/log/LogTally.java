package io.tickbus.cli.log;

import io.tickbus.log.LogReader;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.q.wire.LogRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of a log by table. The {@code log} commands use this class. The first message of a table determines
 * the types of its columns. Messages with these types are decoded directly into columns, which is many times faster
 * than decoding q values.
 */
final class LogTally {
    private static final int BATCH_ROWS = 1 << 14;
    private static final int PROGRESS_MESSAGES = 1 << 16;

    /** The q types that the time column of a log can have. */
    private static final Set<QType> TIMES =
            Set.of(QType.TIMESTAMP, QType.DATETIME, QType.TIMESPAN, QType.MINUTE, QType.SECOND, QType.TIME);

    /** The number of rows of one table, and the times of its first and last row. */
    static final class Rows {
        private final @Nullable Schema schema;
        private final @Nullable LogRows reader;
        private final int timeColumn;
        private VectorBuilder[] columns = {};
        private long rows;
        private @Nullable Value first;
        private @Nullable Value last;

        private Rows(String table, Flip firstRows) {
            Schema learned = null;
            try {
                learned = Schema.of(firstRows);
            } catch (IllegalArgumentException twoOfOneName) {
                // A schema does not allow two columns with the same name. Without a schema, every message of the table
                // is decoded as a value.
            }
            schema = learned;
            reader = learned == null ? null : new LogRows(table, learned);
            int time = firstRows.names().indexOf("time");
            for (int i = firstRows.columns().size() - 1; time < 0 && i >= 0; i--) {
                time = isFirstTime(firstRows.columns(), i) ? i : time;
            }
            timeColumn = time;
            newColumns();
        }

        private static boolean isFirstTime(List<QVector> columns, int index) {
            return TIMES.contains(columns.get(index).type())
                    && columns.subList(0, index).stream().noneMatch(column -> TIMES.contains(column.type()));
        }

        long rows() {
            return rows;
        }

        /**
         * Returns the time of the first row, as the q console prints it. Returns null if there is no row or no time
         * column.
         */
        @Nullable
        String first() {
            return first == null ? null : ConsoleText.of(first);
        }

        /**
         * Returns the time of the last row, as the q console prints it. Returns null if there is no row or no time
         * column.
         */
        @Nullable
        String last() {
            return last == null ? null : ConsoleText.of(last);
        }

        private void newColumns() {
            columns = schema == null ? columns : schema.builders(BATCH_ROWS).toArray(VectorBuilder[]::new);
        }

        private boolean decode(LogReader reader, long messagesMax) throws IOException {
            if (this.reader == null) {
                return false;
            }
            int before = columns[0].size();
            int count = reader.decodeRows(this.reader, columns, BATCH_ROWS, messagesMax);
            if (count > 0 && timeColumn >= 0) {
                VectorBuilder times = columns[timeColumn];
                recordTimes(times.view(before, count));
            }
            rows += count;
            if (columns[0].size() >= BATCH_ROWS) {
                newColumns();
            }
            return count > 0;
        }

        private void add(Flip more) {
            rows += more.size();
            if (timeColumn >= 0 && timeColumn < more.columns().size() && more.size() > 0) {
                recordTimes(more.column(timeColumn));
            }
        }

        private void recordTimes(QVector times) {
            first = first == null ? times.valueAt(0) : first;
            last = times.valueAt(times.size() - 1);
        }
    }

    private final Map<String, Rows> tables = new LinkedHashMap<>();
    private final List<Rows> readers = new ArrayList<>();
    private long others;

    /** Returns the counts by table name. The tables are in the order of their first messages. */
    Map<String, Rows> tables() {
        return tables;
    }

    /** Returns the number of messages without rows. */
    long others() {
        return others;
    }

    /**
     * Reads messages and counts their rows. Reading stops at the end of the log, at damage, or when {@code
     * reader.messages()} reaches {@code messagesMax}.
     */
    void read(LogReader reader, long messagesMax, LogFile.Progress progress) throws IOException {
        int current = 0;
        while (reader.messages() < messagesMax) {
            long batchMax = Math.min(messagesMax, reader.messages() + PROGRESS_MESSAGES);
            boolean decoded = false;
            for (int tried = 0; tried < readers.size() && !decoded; tried++) {
                decoded = readers.get(current).decode(reader, batchMax);
                current = (current + 1) % readers.size();
            }
            progress.at(reader.goodBytes());
            if (!decoded) {
                // An outline adds only the names of the function and the table to the symbols of this process. A log
                // can contain more symbols than this process can hold.
                Value message = reader.nextOutline();
                if (message == null) {
                    return;
                }
                add(LogMessage.of(message));
            }
        }
    }

    private void add(@Nullable LogMessage message) {
        if (message == null) {
            others++;
            return;
        }
        Rows table = tables.get(message.table());
        if (table == null) {
            table = new Rows(message.table(), message.rows());
            tables.put(message.table(), table);
            readers.add(table);
        }
        table.add(message.rows());
    }
}
