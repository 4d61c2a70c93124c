package io.tickbus.bench;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.MessageKind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The form of the sent messages. They are encoded in advance, and equal on every connection.
 *
 * @param name {@code pairs}, the demo's pair of longs, or {@code trade}
 * @param rowsPerMessage the rows of a message; 1 for pairs
 * @param single true for one write per message, as of a tickerplant in zero-latency mode; false for many messages per
 *     write
 */
record Shape(String name, int rowsPerMessage, int connections, boolean single) {
    private static final int SYMS = 500;
    private static final int RING_BYTES = 1 << 18;
    private static final int RING_MESSAGES_MIN = 4;
    private static final long SEED = 42;

    /** Consecutive messages of equal length, and the checksum of each. */
    @SuppressWarnings("ArrayRecordComponent") // rings are not compared
    record Ring(byte[] bytes, int messageBytes, long[] checksums) {
        int messages() {
            return checksums.length;
        }

        /** Returns the checksum of the first {@code count} messages of an endless repetition. */
        long checksum(long count) {
            long all = Arrays.stream(checksums).sum();
            long part = Arrays.stream(checksums).limit(count % messages()).sum();
            return count / messages() * all + part;
        }
    }

    boolean isPairs() {
        return name.equals("pairs");
    }

    String sending() {
        return single ? "single" : "burst";
    }

    /** Parses the text of {@link #toString}. */
    static Shape parse(Scanner words) {
        return new Shape(
                words.next(), words.nextInt(), words.nextInt(), words.next().equals("single"));
    }

    @Override
    public String toString() {
        return name + " " + rowsPerMessage + " " + connections + " " + sending();
    }

    /** Returns the reply to a subscription. */
    Value reply() {
        return isPairs()
                ? QFunction.GENERIC_NULL
                : new GeneralList(Atom.symbol("trade"), trades(new SplittableRandom(SEED), 0));
    }

    Ring ring() {
        SplittableRandom random = new SplittableRandom(SEED);
        int messageBytes = Encoder.message(MessageKind.ASYNC, message(random)).length;
        int count = Math.max(RING_MESSAGES_MIN, RING_BYTES / messageBytes);
        long[] checksums = new long[count];
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            Value message = message(random);
            checksums[i] = checksum(message);
            bytes.writeBytes(Encoder.message(MessageKind.ASYNC, message));
        }
        return new Ring(bytes.toByteArray(), messageBytes, checksums);
    }

    /** Returns the offset of the little-endian time in a one-row message of {@code trade}. */
    int timeOffset() {
        GeneralList message = (GeneralList) message(new SplittableRandom(SEED));
        long time = ((LongVector) ((Flip) message.valueAt(2)).column("time")).at(0);
        ByteBuffer bytes =
                ByteBuffer.wrap(Encoder.message(MessageKind.ASYNC, message)).order(ByteOrder.LITTLE_ENDIAN);
        return IntStream.range(0, bytes.limit() - Long.BYTES)
                .filter(at -> bytes.getLong(at) == time)
                .findFirst()
                .orElseThrow();
    }

    private Value message(SplittableRandom random) {
        if (isPairs()) {
            return new LongVector(QType.LONG, random.nextLong(100), random.nextLong(100));
        }
        return new GeneralList(Atom.symbol("upd"), Atom.symbol("trade"), trades(random, rowsPerMessage));
    }

    private static Flip trades(SplittableRandom random, int rows) {
        String[] syms = new String[rows];
        Arrays.setAll(syms, i -> "S" + (100 + random.nextInt(SYMS))); // four letters each, so that all messages have one length
        byte[] exchanges = new byte[rows];
        for (int i = 0; i < rows; i++) {
            exchanges[i] = (byte) ('A' + random.nextInt(8));
        }
        return new Flip(
                List.of("time", "sym", "price", "size", "ex"),
                List.of(
                        new LongVector(
                                QType.TIMESPAN,
                                random.longs(rows, 0, 86_400_000_000_000L).toArray()),
                        SymbolVector.of(syms),
                        new FloatVector(
                                QType.FLOAT, random.doubles(rows, 1, 500).toArray()),
                        new LongVector(QType.LONG, random.longs(rows, 1, 10_000).toArray()),
                        new ByteVector(QType.CHAR, exchanges)));
    }

    private static long checksum(Value message) {
        return message instanceof LongVector pair
                ? pair.at(0) + 3 * pair.at(1)
                : checksum((Flip) ((GeneralList) message).valueAt(2));
    }

    /** Returns a checksum of rows. It depends on every number and on the order of the columns. */
    static long checksum(Flip rows) {
        long sum = 0;
        if (rows.columns().size() == 2) {
            LongVector a = (LongVector) rows.column(0);
            LongVector b = (LongVector) rows.column(1);
            for (int i = 0; i < rows.size(); i++) {
                sum += a.at(i) + 3 * b.at(i);
            }
            return sum;
        }
        LongVector time = (LongVector) rows.column("time");
        SymbolVector sym = (SymbolVector) rows.column("sym");
        FloatVector price = (FloatVector) rows.column("price");
        LongVector size = (LongVector) rows.column("size");
        ByteVector ex = (ByteVector) rows.column("ex");
        for (int i = 0; i < rows.size(); i++) {
            sum += time.at(i)
                    + 3L * sym.textAt(i).hashCode()
                    + 5 * Double.doubleToLongBits(price.at(i))
                    + 7 * size.at(i)
                    + 11L * ex.at(i);
        }
        return sum;
    }
}
