package io.tickbus.log;

import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** A log in memory. */
final class LogBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Integer> ends = new ArrayList<>(List.of(LogWriter.HEAD.length));

    LogBytes() {
        bytes.writeBytes(LogWriter.HEAD);
    }

    LogBytes add(Value message) {
        bytes.writeBytes(Encoder.body(message));
        ends.add(bytes.size());
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Where message {@code i} begins; with the number of messages, where the log ends. */
    int start(int i) {
        return ends.get(i);
    }

    /** Gives a few bytes at a time, and the end once in a while, as a log that is being written. */
    static final class Trickle implements ReadableByteChannel {
        private final byte[] bytes;
        private final RandomGenerator random;
        private final int countMax;
        private int at;

        Trickle(byte[] bytes, int countMax, RandomGenerator random) {
            this.bytes = bytes;
            this.countMax = countMax;
            this.random = random;
        }

        boolean isOver() {
            return at == bytes.length;
        }

        @Override
        public int read(ByteBuffer into) {
            int count = Math.min(Math.min(random.nextInt(countMax + 1), bytes.length - at), into.remaining());
            into.put(bytes, at, count);
            at += count;
            return count == 0 ? -1 : count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing to close
        }
    }

    /** All at once. */
    static Trickle whole(byte[] bytes) {
        return new Trickle(bytes, bytes.length, new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public int nextInt(int bound) {
                return bound - 1;
            }
        });
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
