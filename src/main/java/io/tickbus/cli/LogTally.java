package io.tickbus.cli;

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
 * What a log holds, table by table. The columns of a table are learned from its first message; what is like it is then read
 * straight into columns, many times as fast.
 */
final class LogTally {
    private static final int BATCH_ROWS = 1 << 14;
    private static final int PROGRESS_MESSAGES = 1 << 16;

    /** Types that a log's time column may have. */
    private static final Set<QType> TIMES =
            Set.of(QType.TIMESTAMP, QType.DATETIME, QType.TIMESPAN, QType.MINUTE, QType.SECOND, QType.TIME);

    /** Rows of one table, and the first and the last one's time. */
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
                // then every message is read as a value
            }
            schema = learned;
            reader = learned == null ? null : new LogRows(table, learned);
            int time = firstRows.names().indexOf("time");
            for (int i = firstRows.columns().size() - 1; time < 0 && i >= 0; i--) {
                time = isFirstTime(firstRows.columns(), i) ? i : time;
            }
            timeColumn = time;
            renew();
        }

        private static boolean isFirstTime(List<QVector> columns, int index) {
            return TIMES.contains(columns.get(index).type())
                    && columns.subList(0, index).stream().noneMatch(column -> TIMES.contains(column.type()));
        }

        long rows() {
            return rows;
        }

        /** As q writes it, null where there is no time or no row. */
        @Nullable
        String first() {
            return first == null ? null : ConsoleText.of(first);
        }

        /** As q writes it, null where there is no time or no row. */
        @Nullable
        String last() {
            return last == null ? null : ConsoleText.of(last);
        }

        private void renew() {
            columns = schema == null ? columns : schema.builders(BATCH_ROWS).toArray(VectorBuilder[]::new);
        }

        private boolean take(LogReader reader, long messagesMax) throws IOException {
            if (this.reader == null) {
                return false;
            }
            int before = columns[0].size();
            int count = reader.decodeRows(this.reader, columns, BATCH_ROWS, messagesMax);
            if (count > 0 && timeColumn >= 0) {
                VectorBuilder times = columns[timeColumn];
                note(times.view(before, count));
            }
            rows += count;
            if (columns[0].size() >= BATCH_ROWS) {
                renew();
            }
            return count > 0;
        }

        private void add(Flip more) {
            rows += more.size();
            if (timeColumn >= 0 && timeColumn < more.columns().size() && more.size() > 0) {
                note(more.column(timeColumn));
            }
        }

        private void note(QVector times) {
            first = first == null ? times.valueAt(0) : first;
            last = times.valueAt(times.size() - 1);
        }
    }

    private final Map<String, Rows> tables = new LinkedHashMap<>();
    private final List<Rows> readers = new ArrayList<>();
    private long others;

    /** By name, in the order of their first messages. */
    Map<String, Rows> tables() {
        return tables;
    }

    /** Messages that bring no rows. */
    long others() {
        return others;
    }

    /** Reads on to the end, to damage, or until so many messages were read. */
    void read(LogReader reader, long messagesMax, LogFile.Progress progress) throws IOException {
        int current = 0;
        while (reader.messages() < messagesMax) {
            long batchMax = Math.min(messagesMax, reader.messages() + PROGRESS_MESSAGES);
            boolean taken = false;
            for (int tried = 0; tried < readers.size() && !taken; tried++) {
                taken = readers.get(current).take(reader, batchMax);
                current = (current + 1) % readers.size();
            }
            progress.at(reader.goodBytes());
            if (!taken) {
                Value message = reader.nextOutline(); // a log may have more symbols than this process has room for
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
