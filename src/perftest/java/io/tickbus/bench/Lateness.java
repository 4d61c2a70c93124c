package io.tickbus.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * The accuracy of the sender.
 *
 * @param writes the number of writes to sockets
 * @param rowsNs for each row, the time from when it was due until it was written to its socket, in ns
 */
record Lateness(long writes, Histogram rowsNs) {
    private static final long NS_MAX = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 3;

    /** Returns an empty histogram of latencies in ns, exact to 0.1 %. */
    static Histogram histogram() {
        return new Histogram(NS_MAX, DIGITS);
    }

    Lateness plus(Lateness other) {
        Histogram sum = rowsNs.copy();
        sum.add(other.rowsNs);
        return new Lateness(writes + other.writes, sum);
    }

    static Lateness parse(String words) {
        int blank = words.indexOf(' ');
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(words.substring(blank + 1)));
        try {
            return new Lateness(
                    Long.parseLong(words.substring(0, blank)), Histogram.decodeFromCompressedByteBuffer(bytes, NS_MAX));
        } catch (DataFormatException malformed) {
            throw new IllegalArgumentException("the sender's histogram cannot be read", malformed);
        }
    }

    @Override
    public String toString() {
        ByteBuffer bytes = ByteBuffer.allocate(rowsNs.getNeededByteBufferCapacity());
        int length = rowsNs.encodeIntoCompressedByteBuffer(bytes);
        return writes + " " + Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }
}
