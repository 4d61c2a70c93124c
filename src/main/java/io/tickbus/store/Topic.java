package io.tickbus.store;

import io.tickbus.config.FlowConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.event.Appended;
import io.tickbus.event.BadRowsException;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.PartitionOpening;
import io.tickbus.event.RowsJson;
import io.tickbus.event.Standing;
import io.tickbus.q.Dictionary;
import io.tickbus.q.Encoder;
import io.tickbus.q.Flip;
import io.tickbus.q.Message;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.q.Vector;
import io.tickbus.table.Table;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One table on the bus: what its addresses answer. Runs on the table verticle's thread only. */
final class Topic {
    private final String name;
    private final Table table;
    private final Partitions partitions;
    private final Fetches fetches;
    private final Queries queries;

    Topic(String name, Table table, StoreConfig limits, Timers timers) {
        this.name = name;
        this.table = table;
        this.partitions = new Partitions(table.schema().empty());
        this.fetches = new Fetches(table, limits.fetchRowsMax(), limits.fetchWaitMsMax(), timers);
        this.queries = new Queries(table, limits.fetchRowsMax());
    }

    String name() {
        return name;
    }

    Table table() {
        return table;
    }

    Fetches fetches() {
        return fetches;
    }

    Queries queries() {
        return queries;
    }

    /** Lets a partition in, if its columns are the table's. */
    Standing open(PartitionOpening opening) {
        Schema schema = table.schema();
        Flip columns = inOrder(opening.schema().empty());
        String mismatch = schema.mismatch(columns);
        if (mismatch != null) {
            throw Failure.SCHEMA.because("table " + name + " has " + schema + "; " + opening.partition() + " brings "
                    + opening.schema() + ": " + mismatch);
        }
        return partitions.open(opening.partition());
    }

    /**
     * Applies rows in any of the forms that the bus takes; all of them or none.
     *
     * @throws ReplyException with the reason
     */
    Appended append(Object body) {
        Batch batch = batch(body);
        Flip rows = partitions.newRows(batch);
        if (rows.size() == 0) { // known already, or a question for where the partition stands
            return partitions.applied(batch, table.nextOffset(), 0);
        }
        rows = inOrder(rows);
        ReplyException reason = refusal(rows);
        if (reason != null) {
            partitions.refused(batch, rows.size()); // they will never fit: the partition goes on behind them
            throw reason;
        }
        long offset = table.append(rows);
        fetches.rowsCame();
        return partitions.applied(batch, offset, rows.size());
    }

    private @Nullable ReplyException refusal(Flip rows) {
        if (rows.size() > FlowConfig.BATCH_ROWS_MAX) {
            return tooMany(rows.size());
        }
        String mismatch = table.schema().mismatch(rows);
        if (mismatch == null && !Encoder.canEncode(rows)) {
            mismatch = "a function is not kept, and could not be read back from another node";
        }
        return mismatch == null ? null : Failure.BAD_ROWS.because(mismatch);
    }

    private static ReplyException tooMany(int rows) {
        return Failure.LIMIT.because(rows + " rows at once; " + FlowConfig.BATCH_ROWS_MAX + " are the most");
    }

    private Batch batch(Object body) {
        if (body instanceof Batch batch) {
            if (!batch.topic().equals(name)) {
                throw Failure.BAD_REQUEST.because("a batch for table " + batch.topic() + " came to table " + name);
            }
            return batch;
        }
        try {
            if (body instanceof JsonObject row) {
                return Batch.of(name, RowsJson.read(table.schema(), List.of(row)));
            }
            if (body instanceof JsonArray rows) {
                if (rows.size() > FlowConfig.BATCH_ROWS_MAX) { // before the work of reading them
                    throw tooMany(rows.size());
                }
                return Batch.of(name, RowsJson.read(table.schema(), rows.getList()));
            }
            if (body instanceof Buffer message) {
                return Batch.of(name, tableIn(message));
            }
        } catch (BadRowsException | QFormatException reason) {
            throw Failure.BAD_ROWS.because(String.valueOf(reason.getMessage()));
        }
        throw Failure.BAD_REQUEST.because("rows are a JSON object, an array of them, or a Buffer with a q table; not "
                + (body == null ? "null" : body.getClass().getSimpleName()));
    }

    private static Flip tableIn(Buffer message) {
        Value value = Message.decode(message.getBytes()).value();
        if (value instanceof Flip rows) {
            return rows;
        }
        if (value instanceof Dictionary keyed && keyed.isKeyedTable()) {
            try {
                return keyed.unkeyed();
            } catch (IllegalArgumentException noTable) {
                throw Failure.BAD_ROWS.because("the Buffer holds no keyed table: " + noTable.getMessage());
            }
        }
        throw Failure.BAD_ROWS.because("the Buffer holds no q table");
    }

    /** The rows with their columns in the table's order, where they have the same names; a key stands in front here. */
    private Flip inOrder(Flip rows) {
        List<String> names = table.schema().columns();
        if (rows.names().equals(names)
                || rows.names().size() != names.size()
                || !new HashSet<>(rows.names()).containsAll(names)) {
            return rows;
        }
        List<Vector> columns = new ArrayList<>(names.size());
        for (String column : names) {
            columns.add(rows.column(column));
        }
        return new Flip(names, columns);
    }

    /** {@code {table, columns: {name: type}, keys, count, firstOffset, nextOffset, duplicates}}. */
    JsonObject describe() {
        return queries.schema()
                .put("table", name)
                .put("count", table.count())
                .put("firstOffset", table.firstOffset())
                .put("nextOffset", table.nextOffset())
                .put("duplicates", partitions.duplicates());
    }
}
