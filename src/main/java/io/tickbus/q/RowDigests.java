package io.tickbus.q;

import java.util.Arrays;

/**
 * Digests of a sequence of rows. Two sequences can be compared by their digests, without their rows. The subscriber
 * uses this to check that a log is still the one that was read. An instance keeps the digest of all rows, of the first
 * 1, 2, 4 and so on up to 2048 rows, and of each multiple of 4096 rows. The digests do not depend on how the rows are
 * split into tables.
 *
 * <p>The digest of n rows is {@code D(n) = D(n-1) * P + h(row n)} in words of 64 bits; {@link RowHashes} says what
 * {@code h} covers. Two different sequences have equal digests with a probability of at most 2^-50. The digest does not
 * protect against an attacker that chooses rows. One thread at a time may use an instance.
 */
public final class RowDigests {
    /** The distance in rows between two kept digests, from this number of rows on. */
    static final int STEP_ROWS = 4096;

    private static final int DOUBLINGS = Integer.numberOfTrailingZeros(STEP_ROWS);
    private final RowHashes rowHashes = new RowHashes();
    private long[] kept = {};
    private int keptCount;
    private long rows;
    private long digest;
    private boolean broken; // the digest of all rows is unknown, because some rows could not be read

    /** Makes digests of no rows. */
    public RowDigests() {}

    /**
     * Returns digests from their stored form.
     *
     * @param rows the number of rows that they cover
     * @param digests the vector that {@link #toVector} returned
     */
    public static RowDigests of(long rows, LongVector digests) {
        RowDigests read = new RowDigests();
        read.rows = rows;
        read.broken = digests.size() <= keptCount(rows);
        read.keptCount = read.broken ? digests.size() : digests.size() - 1;
        read.kept = Arrays.copyOfRange(digests.array(), digests.offset(), digests.offset() + read.keptCount);
        read.digest = read.broken ? 0 : digests.at(read.keptCount);
        return read;
    }

    /**
     * Returns all digests, ordered by their number of rows, for {@link #of}. The last one is the digest of all rows; it
     * is left out if some rows could not be read.
     */
    public LongVector toVector() {
        if (broken) {
            return new LongVector(QType.LONG, Arrays.copyOf(kept, keptCount));
        }
        long[] all = Arrays.copyOf(kept, keptCount + 1);
        all[keptCount] = digest;
        return new LongVector(QType.LONG, all);
    }

    /** Returns the number of rows that are covered. */
    public long rows() {
        return rows;
    }

    /** Returns the number of digests that are kept for a number of rows. */
    private static int keptCount(long rows) {
        return rows < STEP_ROWS ? Long.SIZE - Long.numberOfLeadingZeros(rows) : DOUBLINGS + (int) (rows / STEP_ROWS);
    }

    /** Returns the number of rows that the kept digest at an index covers. */
    private static long rowsAt(int index) {
        return index < DOUBLINGS ? 1L << index : (long) (index - DOUBLINGS + 1) * STEP_ROWS;
    }

    /** Returns the digest of all rows; 0 if there are no rows or if the digest is unknown. */
    public long last() {
        return digest;
    }

    /**
     * Returns the digests of a beginning of the sequence.
     *
     * @param fewer the number of rows of the beginning, at most {@link #rows}
     * @param theirDigest the digest of these rows
     */
    public RowDigests upTo(long fewer, long theirDigest) {
        RowDigests cut = new RowDigests();
        while (cut.keptCount < keptCount && rowsAt(cut.keptCount) <= fewer) {
            cut.keptCount++;
        }
        cut.kept = Arrays.copyOf(kept, cut.keptCount);
        cut.rows = fewer;
        cut.digest = theirDigest;
        cut.broken = cut.keptCount < keptCount(fewer);
        return cut;
    }

    /** Appends all rows of a table. */
    public void append(Flip table) {
        append(table, 0, table.size());
    }

    /** Counts rows that cannot be read. Digests of more rows than before are unknown from now on. */
    public void skip(int count) {
        rows += count;
        broken = true;
        digest = 0;
    }

    /** Appends the rows {@code from} to {@code from + count} of a table. */
    public void append(Flip table, int from, int count) {
        if (broken) {
            rows += count;
            return;
        }
        int end = from + count;
        for (int at = from; at < end; ) {
            int chunk = (int) Math.min(Math.min(end - at, RowHashes.ROWS_MAX), rowsAt(keptCount) - rows);
            digest = rowHashes.append(digest, table, at, chunk);
            rows += chunk;
            at += chunk;
            if (rows == rowsAt(keptCount)) {
                keep();
            }
        }
    }

    private void keep() {
        if (keptCount == kept.length) {
            kept = Arrays.copyOf(kept, Math.max(DOUBLINGS, 2 * keptCount));
        }
        kept[keptCount++] = digest;
    }

    /**
     * Returns the largest number of first rows that are known to be equal in both sequences, if {@link #differenceTo}
     * finds no difference.
     */
    public long sameRows(RowDigests other) {
        int common = Math.min(keptCount, other.keptCount);
        return rows == other.rows && !broken && !other.broken ? rows : common == 0 ? 0 : rowsAt(common - 1);
    }

    /** Returns whether the first rows of both sequences are known to be equal. */
    public boolean startsLike(RowDigests other) {
        return keptCount > 0 && other.keptCount > 0 && kept[0] == other.kept[0];
    }

    /**
     * Returns where another sequence differs: the smallest number of first rows whose digests are known for both
     * sequences and differ. Returns 0 if there is none.
     */
    public long differenceTo(RowDigests other) {
        for (int i = 0; i < Math.min(keptCount, other.keptCount); i++) {
            if (kept[i] != other.kept[i]) {
                return rowsAt(i);
            }
        }
        return rows == other.rows && !broken && !other.broken && digest != other.digest ? rows : 0;
    }
}
