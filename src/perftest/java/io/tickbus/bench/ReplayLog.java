package io.tickbus.bench;

import io.tickbus.log.LogWriter;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A log in the form of a tickerplant. A message with one row has atoms, other messages have columns.
 *
 * @param tables the tables, which take turns message by message
 */
record ReplayLog(String name, List<String> tables, int rowsPerMessage) {
    static final Schema TRADE = new Schema(
            List.of("time", "sym", "price", "size"),
            List.of(QType.TIMESPAN, QType.SYMBOL, QType.FLOAT, QType.LONG),
            0);
    static final Schema QUOTE = new Schema(
            List.of("time", "sym", "bid", "ask", "bsize", "asize"),
            List.of(QType.TIMESPAN, QType.SYMBOL, QType.FLOAT, QType.FLOAT, QType.LONG, QType.LONG),
            0);

    private static final int SYMS = 500;
    private static final int MESSAGES = 8192; // different messages, which are written repeatedly
    private static final long SEED = 42;

    /**
     * A written log.
     *
     * @param bytes the length of the file, in bytes
     * @param bodyBytes the length of each message, in bytes; repeated until the end of the log
     * @param checksum the checksum of all rows, see {@link #checksum(List)}
     */
    @SuppressWarnings("ArrayRecordComponent") // the records are not compared
    record Written(Path file, long rows, long messages, long bytes, int[] bodyBytes, long checksum) {}

    static Schema schema(String table) {
        return table.equals("trade") ? TRADE : QUOTE;
    }

    Written write(Path dir, long bytesWanted) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        int different = Math.max(2, MESSAGES / rowsPerMessage);
        byte[][] bodies = new byte[different][];
        long[] checksums = new long[different];
        for (int i = 0; i < different; i++) {
            String table = tables.get(i % tables.size());
            Flip rows = rows(schema(table), random);
            checksums[i] = checksum(rows.columns());
            bodies[i] = Encoder.body(new GeneralList(Atom.symbol("upd"), Atom.symbol(table), payload(rows)));
        }
        int[] bodyBytes = Arrays.stream(bodies).mapToInt(body -> body.length).toArray();
        Path file = Files.createTempFile(dir, "replay", ".log");
        Files.delete(file);
        long messages = 0;
        long bytes = 0;
        long checksum = 0;
        try (LogWriter writer = LogWriter.open(file)) {
            while (bytes < bytesWanted) {
                int i = (int) (messages % different);
                writer.append(bodies[i]);
                bytes += bodies[i].length;
                checksum += checksums[i];
                messages++;
            }
        }
        return new Written(file, messages * rowsPerMessage, messages, Files.size(file), bodyBytes, checksum);
    }

    private Flip rows(Schema schema, SplittableRandom random) {
        QVector[] columns = schema.types().stream()
                .map(type -> column(type, random))
                .toArray(QVector[]::new);
        return new Flip(schema.columns(), List.of(columns));
    }

    private QVector column(QType type, SplittableRandom random) {
        int rows = rowsPerMessage;
        return switch (type) {
            case SYMBOL -> {
                String[] syms = new String[rows];
                Arrays.setAll(syms, i -> "SYM".substring(0, 1 + random.nextInt(3)) + random.nextInt(SYMS));
                yield SymbolVector.of(syms);
            }
            case FLOAT -> new FloatVector(type, random.doubles(rows, 1, 500).toArray());
            default -> new LongVector(type, random.longs(rows, 1, 86_400_000_000_000L).toArray());
        };
    }

    private Value payload(Flip rows) {
        Value[] items = rows.columns().stream()
                .map(column -> rowsPerMessage == 1 ? column.valueAt(0) : column)
                .toArray(Value[]::new);
        return new GeneralList(items);
    }

    /** Returns a checksum of rows. It depends on every item and on the order of the columns. */
    static long checksum(List<QVector> columns) {
        long sum = 0;
        for (int c = 0; c < columns.size(); c++) {
            QVector column = columns.get(c);
            for (int i = 0; i < column.size(); i++) {
                long item = column instanceof FloatVector floats
                        ? Double.doubleToLongBits(floats.at(i))
                        : column instanceof SymbolVector syms
                                ? syms.textAt(i).hashCode()
                                : column.longAt(i);
                sum += (2L * c + 1) * item;
            }
        }
        return sum;
    }
}
