package io.tickbus.store;

import io.tickbus.config.FlowConfig;
import io.tickbus.event.BadRowsException;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.RowsJson;
import io.tickbus.event.UnreadableRows;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.Message;
import io.tickbus.replication.PartitionBatch;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the bodies of append requests for one table, and checks that the rows fit the table. Immutable. The owner
 * creates a new decoder when the columns of the table change.
 */
final class AppendDecoder {
    private final String table;
    private final Schema schema;

    AppendDecoder(String table, Schema schema) {
        this.table = table;
        this.schema = schema;
    }

    /**
     * Decodes the body of a request: a batch, a JSON object, a JSON array, a value or a Buffer with a q table.
     *
     * @throws ReplyException if the body is malformed
     */
    Batch batch(Object body) {
        if (body instanceof Batch batch) {
            requireTable(batch.topic());
            return batch;
        }
        if (body instanceof UnreadableRows rows) {
            throw rows.failure().because(rows.reason());
        }
        try {
            if (body instanceof JsonObject row) {
                return Batch.of(table, RowsJson.read(schema, List.of(row)));
            }
            if (body instanceof JsonArray rows) {
                if (rows.size() > FlowConfig.BATCH_ROWS_MAX) { // Refuses too many rows before decoding.
                    throw tooMany(rows.size());
                }
                return Batch.of(table, RowsJson.read(schema, rows.getList()));
            }
            if (body instanceof Buffer message) {
                return Batch.of(table, rowsOf(Message.decode(message.getBytes()).value(), "the Buffer holds"));
            }
            if (body instanceof Value value) {
                return Batch.of(table, rowsOf(value, "the body is"));
            }
        } catch (QFormatException reason) {
            boolean hasRoom = reason.kind() != QFormatException.Kind.SYMBOLS;
            throw (hasRoom ? Failure.BAD_ROWS : Failure.LIMIT).because(String.valueOf(reason.getMessage()));
        } catch (BadRowsException reason) {
            throw Failure.BAD_ROWS.because(String.valueOf(reason.getMessage()));
        }
        throw Failure.BAD_REQUEST.because(
                "rows are a JSON object, an array of them, a q table, or a Buffer with one; not "
                        + (body == null ? "null" : body.getClass().getSimpleName()));
    }

    /**
     * Returns a batch of a subscriber if the batch is valid.
     *
     * @throws ReplyException if the batch is for another table, has no partition, or has both rows and a control record
     */
    PartitionBatch checked(PartitionBatch batch) {
        requireTable(batch.topic());
        if (batch.partition().isEmpty()
                || (batch.controlRecord() != null && batch.rows().size() > 0)) {
            throw Failure.BAD_REQUEST.because("a mark comes from a partition, and without rows");
        }
        return batch;
    }

    private void requireTable(String topic) {
        if (!topic.equals(table)) {
            throw Failure.BAD_REQUEST.because("a batch for table " + topic + " came to table " + table);
        }
    }

    /**
     * Returns the rows of a table, a keyed table, or a list of columns in the table's order.
     *
     * @param found the start of an error message, such as {@code the body is}
     */
    private Flip rowsOf(Value value, String found) {
        try {
            if (value instanceof Flip rows) {
                return rows;
            }
            if (value instanceof QDictionary keyed && keyed.isKeyedTable()) {
                return keyed.unkeyed();
            }
            if (value instanceof GeneralList list) {
                return new Flip(schema.columns(), columns(list));
            }
        } catch (IllegalArgumentException noTable) {
            throw Failure.BAD_ROWS.because(found
                    + (value instanceof QDictionary ? " no keyed table: " : " no table: ")
                    + noTable.getMessage());
        }
        throw Failure.BAD_ROWS.because(found + " no q table");
    }

    private static List<QVector> columns(GeneralList list) {
        List<QVector> columns = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (!(list.valueAt(i) instanceof QVector column)) {
                throw new IllegalArgumentException("item " + i + " is no column");
            }
            columns.add(column);
        }
        return columns;
    }

    /** Converts rows to the table's column order and types as far as possible. Key columns come first. */
    Flip fitted(Flip rows) {
        return schema.fitted(rows);
    }

    /**
     * Returns why the rows do not fit the table, or null if the rows fit.
     *
     * @param rows rows that {@link #fitted} has returned
     */
    @Nullable
    ReplyException refusal(Flip rows) {
        if (rows.size() > FlowConfig.BATCH_ROWS_MAX) {
            return tooMany(rows.size());
        }
        String mismatch = schema.mismatch(rows);
        if (mismatch == null && !Encoder.canEncode(rows)) {
            mismatch = "a function is not kept, and could not be read back from another node";
        }
        return mismatch == null ? null : Failure.BAD_ROWS.because(mismatch);
    }

    /**
     * Returns how the columns of a partition differ from the columns of the table, or null if there is no difference. A
     * column that is a general list fits, because its type may not be known yet.
     */
    @Nullable
    String difference(Schema brought) {
        return schema.mismatch(fitted(brought.empty()));
    }

    private static ReplyException tooMany(int rows) {
        return Failure.LIMIT.because(rows + " rows at once; " + FlowConfig.BATCH_ROWS_MAX + " are the most");
    }
}
