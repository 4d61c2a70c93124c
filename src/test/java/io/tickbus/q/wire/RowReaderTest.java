package io.tickbus.q.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.GuidVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.RealVector;
import io.tickbus.q.Schema;
import io.tickbus.q.ShortVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.VectorBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The short way into columns agrees with the decoder, or refuses and leaves the columns as they were. */
class RowReaderTest {
    private static final int LENGTH_MAX = 1 << 20;
    private static final Flip ROWS = new Flip(
            List.of("time", "sym", "price", "size", "ex", "id", "day", "h", "e"),
            List.of(
                    new LongVector(QType.TIMESPAN, 1, LongVector.NULL, 3),
                    SymbolVector.of("A", "", "A_LONGER_SYMBOL_THAN_EIGHT"),
                    new FloatVector(QType.FLOAT, 1.5, Double.NaN, Double.POSITIVE_INFINITY),
                    new LongVector(QType.LONG, 100, 200, -LongVector.INFINITY),
                    ByteVector.chars("xyz"),
                    new GuidVector(new UUID(1, 2), new UUID(0, 0), new UUID(-3, 4)),
                    new IntVector(QType.DATE, 1, IntVector.NULL, 3),
                    new ShortVector((short) 1, ShortVector.NULL, (short) 3),
                    new RealVector(1.5f, Float.NaN, 3f)));
    private static final Schema SCHEMA = Schema.of(ROWS);

    @Test
    void tablesOfEveryTypeAreRead() {
        byte[] message = upd("trade", ROWS);

        assertThat(read(reader(), message, message)).isEqualTo(twice(ROWS));
    }

    @Test
    void attributesAreNoObstacle() {
        Flip grouped = new Flip(
                ROWS.names(),
                ROWS.columns().stream()
                        .map(column -> column.type() == QType.SYMBOL ? column.withAttribute(4) : column)
                        .toList(),
                1);

        assertThat(read(reader(), upd("trade", grouped), upd("trade", ROWS))).isEqualTo(twice(ROWS));
    }

    @Test
    void rowOfOneTypeIsReadWhereItMayComeBare() {
        Schema pairs = new Schema(List.of("a", "b"), List.of(QType.LONG, QType.LONG), 0);
        byte[] message = Encoder.message(MessageKind.ASYNC, new LongVector(QType.LONG, 7, 63));
        VectorBuilder[] columns = columns(pairs);

        assertThat(frames(message).pollRows(new RowReader("pairs", pairs, true), columns, 10))
                .isEqualTo(1);
        assertThat(frames(message).pollRows(new RowReader("pairs", pairs, false), columns, 10))
                .isZero();
        assertThat(columns[1].build()).isEqualTo(new LongVector(QType.LONG, 63));
    }

    @Test
    void anotherTableAnotherColumnAnotherTypeAndAnotherCountAreLeftToTheDecoder() {
        List<QVector> columns = ROWS.columns();
        Flip renamed = new Flip(List.of("time", "sum", "price", "size", "ex", "id", "day", "h", "e"), columns);
        QVector[] retyped = columns.toArray(QVector[]::new);
        retyped[3] = new IntVector(QType.INT, 1, 2, 3);

        assertThat(refused(upd("quote", ROWS))).isTrue();
        assertThat(refused(upd("trade", renamed))).isTrue();
        assertThat(refused(upd("trade", new Flip(ROWS.names(), List.of(retyped)))))
                .isTrue();
        assertThat(refused(upd("trade", new Flip(ROWS.names().subList(0, 8), columns.subList(0, 8)))))
                .isTrue();
    }

    @Test
    void everyPrefixAndEveryChangedByteIsReadAsTheDecoderReadsItOrRefused() {
        byte[] message = upd("trade", ROWS);
        SplittableRandom random = new SplittableRandom(7);
        for (int at = Header.BYTES; at < message.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = message.clone();
                changed[at] = (byte) value;
                requireAgreement(changed);
            }
            byte[] prefix = Arrays.copyOf(message, at + 1);
            LittleEndian.INT.set(prefix, 4, prefix.length);
            prefix[Header.BYTES + random.nextInt(prefix.length - Header.BYTES)] ^= (byte) random.nextInt(2);
            requireAgreement(prefix);
        }
    }

    @Test
    void oneRowAMessageIsReadAsTheDecoderReadsItWhateverIsChangedInOneOfThem() {
        byte[][] messages = new byte[3][];
        Arrays.setAll(messages, i -> upd("trade", ROWS.slice(i, 1)));
        assertThat(read(reader(), messages)).isEqualTo(ROWS);
        byte[] good = messages[1];
        for (int at = Header.BYTES; at < good.length; at++) {
            for (int value : new int[] {0, 1, 4, 97, 127, 128, 255, good[at] + 1, good[at] - 1}) {
                messages[1] = good.clone();
                messages[1][at] = (byte) value;
                requireAgreement(messages);
            }
        }
    }

    @Test
    void manyRowsOneAMessageAreReadInRunsOfAnyLength() {
        byte[][] messages = new byte[1000][];
        Arrays.setAll(messages, i -> upd("trade", ROWS.slice(i % 3, 1)));
        for (int odd : new int[] {0, 1, 126, 127, 128, 129, 500, 999}) {
            byte[] usual = messages[odd];
            messages[odd] = upd("trade", ROWS);
            VectorBuilder[] columns = columns(SCHEMA);
            Frames frames = frames(messages);
            assertThat(frames.pollRows(reader(), columns, Integer.MAX_VALUE)).isEqualTo(1002);
            assertThat(frames.pendingBytes()).isZero();
            for (int row = 0; row < 1002; row++) {
                int of = row < odd ? row % 3 : row < odd + 3 ? row - odd : (row - 2) % 3;
                assertThat(columns[1].matches(row, ROWS.column(1), of)).isTrue();
                assertThat(columns[5].matches(row, ROWS.column(5), of)).isTrue();
            }
            messages[odd] = usual;
        }
    }

    @Test
    void messageThatHasNotComeWholeWaits() {
        byte[] message = upd("trade", ROWS);
        Frames frames = new Frames(LENGTH_MAX);
        VectorBuilder[] columns = columns(SCHEMA);
        RowReader reader = reader();
        for (int i = 0; i < message.length - 1; i++) {
            frames.add(message, i, 1);
            assertThat(frames.pollRows(reader, columns, 10)).isZero();
            assertThat(frames.hasMessage()).isFalse();
        }
        frames.add(message, message.length - 1, 1);

        assertThat(frames.pollRows(reader, columns, 10)).isEqualTo(3);
        assertThat(frames.hasMessage()).isFalse();
        assertThat(frames.pendingBytes()).isZero();
    }

    @Test
    void readingStopsAtTheRowsAskedForAndGoesOnThere() {
        byte[] message = upd("trade", ROWS);
        Frames frames = frames(message, message, message);
        VectorBuilder[] columns = columns(SCHEMA);

        assertThat(frames.pollRows(reader(), columns, 4)).isEqualTo(6);
        assertThat(frames.pollRows(reader(), columns, 100)).isEqualTo(3);
    }

    private static void requireAgreement(byte[]... messages) {
        VectorBuilder[] columns = columns(SCHEMA);
        Frames frames = frames(messages);
        frames.pollRows(reader(), columns, 10);
        VectorBuilder[] decoded = columns(SCHEMA);
        int left = Arrays.stream(messages).mapToInt(message -> message.length).sum() - frames.pendingBytes();
        for (byte[] message : messages) {
            if (left > 0) {
                Flip rows = (Flip) ((QVector) Message.decode(message).value()).valueAt(2);
                for (int i = 0; i < decoded.length; i++) {
                    decoded[i].append(rows.column(i));
                }
                left -= message.length;
            }
        }
        assertThat(left).as("whole messages").isZero();
        assertThat(SCHEMA.flip(List.of(columns))).isEqualTo(SCHEMA.flip(List.of(decoded)));
    }

    private static boolean refused(byte[] message) {
        VectorBuilder[] columns = columns(SCHEMA);
        boolean refused = frames(message).pollRows(reader(), columns, 10) == 0;
        assertThat(columns).allSatisfy(column -> assertThat(column.size()).isZero());
        return refused;
    }

    private static RowReader reader() {
        return new RowReader("trade", SCHEMA, false);
    }

    private static Flip read(RowReader reader, byte[]... messages) {
        VectorBuilder[] columns = columns(SCHEMA);
        frames(messages).pollRows(reader, columns, Integer.MAX_VALUE);
        return SCHEMA.flip(List.of(columns));
    }

    private static Flip twice(Flip rows) {
        VectorBuilder[] columns = columns(SCHEMA);
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(rows.column(i));
            columns[i].append(rows.column(i));
        }
        return SCHEMA.flip(List.of(columns));
    }

    private static VectorBuilder[] columns(Schema schema) {
        return schema.builders(0).toArray(VectorBuilder[]::new);
    }

    private static Frames frames(byte[]... messages) {
        Frames frames = new Frames(LENGTH_MAX);
        for (byte[] message : messages) {
            frames.add(message, 0, message.length);
        }
        return frames;
    }

    private static byte[] upd(String table, Flip rows) {
        return Encoder.message(MessageKind.ASYNC, new GeneralList(Atom.symbol("upd"), Atom.symbol(table), rows));
    }
}
