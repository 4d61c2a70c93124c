package io.tickbus.bench;

import com.kx.c;
import io.tickbus.log.LogReader;
import io.tickbus.q.Flip;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.q.wire.Header;
import io.tickbus.q.wire.LogRows;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** The ways to read a whole log. */
final class ReplayPaths {
    static final int BATCH_ROWS = 1 << 14;

    private static final int MESSAGE_BYTES_MAX = 1 << 26;
    private static final int READ_BYTES = 1 << 18;
    private static final int LOG_HEAD_BYTES = 8;
    private static final int SEGMENT_ROWS = 1 << 20;

    /** The compiler cannot omit a read whose result is stored here. */
    static volatile Object sink = "";

    private ReplayPaths() {}

    /** The number of read rows, and their checksum if they are in memory. */
    record Outcome(long rows, LongSupplier checksum) {}

    /** Reads the bytes of the file without decoding them. */
    static Outcome read(ReplayLog log, ReplayLog.Written written) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
        long bytes = 0;
        try (FileChannel file = FileChannel.open(written.file(), StandardOpenOption.READ)) {
            for (int count = 0; count >= 0; count = file.read(buffer.clear())) {
                bytes += count;
            }
        }
        return new Outcome(bytes == written.bytes() ? written.rows() : 0, written::checksum);
    }

    /**
     * Decodes the messages with javakdb, which only accepts IPC messages. Each body gets a header with its known
     * length.
     */
    static Outcome javakdb(ReplayLog log, ReplayLog.Written written) throws IOException, c.KException {
        c javakdb = new c();
        int[] lengths = written.bodyBytes();
        byte[] message = new byte[0];
        ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES).limit(0);
        try (FileChannel file = FileChannel.open(written.file(), StandardOpenOption.READ)) {
            file.position(LOG_HEAD_BYTES);
            for (long i = 0; i < written.messages(); i++) {
                int length = lengths[(int) (i % lengths.length)];
                if (buffer.remaining() < length) {
                    file.read(buffer.compact());
                    buffer.flip();
                }
                if (message.length != Header.BYTES + length) {
                    message = new byte[Header.BYTES + length];
                    message[0] = 1;
                    ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).putInt(Integer.BYTES, message.length);
                }
                buffer.get(message, Header.BYTES, length);
                sink = javakdb.deserialize(message);
            }
        }
        return new Outcome(written.rows(), written::checksum);
    }

    /** Decodes message by message to values, as unusual messages are read. */
    static Outcome values(ReplayLog log, ReplayLog.Written written) throws IOException {
        try (LogReader reader = LogReader.open(written.file(), MESSAGE_BYTES_MAX)) {
            for (Value next = reader.next(); next != null; next = reader.next()) {
                sink = next;
            }
            return new Outcome(reader.messages() * log.rowsPerMessage(), written::checksum);
        }
    }

    /** Decodes to columns, which are discarded in batches. */
    static Outcome columns(ReplayLog log, ReplayLog.Written written) throws IOException {
        return new Outcome(replay(log, written, (table, batch) -> sink = batch), written::checksum);
    }

    /** Decodes to the tables of an owner. */
    static Outcome table(ReplayLog log, ReplayLog.Written written) throws IOException {
        List<Table> tables = log.tables().stream()
                .map(name -> new Table(ReplayLog.schema(name), SEGMENT_ROWS, Long.MAX_VALUE / 2))
                .toList();
        long rows = replay(log, written, (table, batch) -> tables.get(table).append(batch));
        return new Outcome(rows, () -> tables.stream()
                .mapToLong(table -> checksum(table.snapshot()))
                .sum());
    }

    private static long replay(ReplayLog log, ReplayLog.Written written, BiConsumer<Integer, Flip> batches)
            throws IOException {
        List<Schema> schemas =
                log.tables().stream().map(ReplayLog::schema).toList();
        List<LogRows> readers = new ArrayList<>();
        List<VectorBuilder[]> columns = new ArrayList<>();
        for (int i = 0; i < schemas.size(); i++) {
            readers.add(new LogRows(log.tables().get(i), schemas.get(i)));
            columns.add(builders(schemas.get(i), BATCH_ROWS));
        }
        long rows = 0;
        try (LogReader reader = LogReader.open(written.file(), MESSAGE_BYTES_MAX)) {
            int missed = 0;
            for (int i = 0; missed < schemas.size(); i = (i + 1) % schemas.size()) {
                VectorBuilder[] into = columns.get(i);
                int count = reader.decodeRows(readers.get(i), into, BATCH_ROWS, Long.MAX_VALUE);
                rows += count;
                missed = count == 0 ? missed + 1 : 0;
                if (into[0].size() >= BATCH_ROWS) {
                    batches.accept(i, schemas.get(i).flip(List.of(into)));
                    columns.set(i, builders(schemas.get(i), into[0].size())); // the next batch probably has as many rows
                }
            }
        }
        for (int i = 0; i < schemas.size(); i++) {
            batches.accept(i, schemas.get(i).flip(List.of(columns.get(i))));
        }
        return rows;
    }

    private static VectorBuilder[] builders(Schema schema, int capacity) {
        return schema.builders(capacity).toArray(VectorBuilder[]::new);
    }

    private static long checksum(Snapshot snapshot) {
        long sum = 0;
        for (long offset = snapshot.firstOffset(); offset < snapshot.nextOffset(); offset += BATCH_ROWS) {
            List<QVector> columns = snapshot.rows(offset, Math.min(snapshot.nextOffset(), offset + BATCH_ROWS))
                    .columns();
            sum += ReplayLog.checksum(columns);
        }
        return sum;
    }
}
