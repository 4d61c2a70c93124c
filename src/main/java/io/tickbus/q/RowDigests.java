package io.tickbus.q;

import java.util.Arrays;

/**
 * Digests of a sequence of rows. Two sequences can be compared by their digests alone. The subscriber compares digests
 * to detect a log that was replaced. An instance keeps the digest of all rows, and digests of the first 1, 2, 4 and so
 * on up to 2048 rows. Beyond 2048 rows, the instance keeps a digest for each multiple of 4096 rows. The digests do not
 * depend on how the rows are split into tables.
 *
 * <p>The digest of n rows is {@code D(n) = D(n-1) * P + h(row n)} in 64-bit arithmetic, with a constant P.
 * {@link RowHashes} describes {@code h}. Two different sequences have equal digests with a probability of at most
 * 2^-50. The digest does not protect against an attacker that chooses rows. One thread at a time may use an instance.
 */
public final class RowDigests {
    /** The number of rows between two kept digests, from row 4096 on. */
    static final int STEP_ROWS = 4096;

    private static final int DOUBLINGS = Integer.numberOfTrailingZeros(STEP_ROWS);
    private final RowHashes rowHashes = new RowHashes();
    private long[] kept = {};
    private int keptCount;
    private long rows;
    private long digest;
    // True if the digest of all rows is unknown, because some rows could not be read.
    private boolean broken;

    /** Makes an instance without rows. */
    public RowDigests() {}

    /**
     * Makes an instance from stored digests.
     *
     * @param rows the number of rows that the digests cover
     * @param digests the vector that {@link #toVector} returned
     * @return the digests
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
     * {@return all digests as a vector for {@link #of}, ordered by their number of rows} The last item is the digest of
     * all rows. This item is missing if some rows could not be read.
     */
    public LongVector toVector() {
        if (broken) {
            return new LongVector(QType.LONG, Arrays.copyOf(kept, keptCount));
        }
        long[] all = Arrays.copyOf(kept, keptCount + 1);
        all[keptCount] = digest;
        return new LongVector(QType.LONG, all);
    }

    /** {@return the number of rows that the digests cover} */
    public long rows() {
        return rows;
    }

    /** Returns how many digests are kept for a number of rows. */
    private static int keptCount(long rows) {
        return rows < STEP_ROWS ? Long.SIZE - Long.numberOfLeadingZeros(rows) : DOUBLINGS + (int) (rows / STEP_ROWS);
    }

    /** Returns the number of rows that the kept digest at an index covers. */
    private static long rowsAt(int index) {
        return index < DOUBLINGS ? 1L << index : (long) (index - DOUBLINGS + 1) * STEP_ROWS;
    }

    /** {@return the digest of all rows} Returns 0 if there are no rows or if the digest is unknown. */
    public long last() {
        return digest;
    }

    /**
     * {@return the digests of the first rows of this sequence}
     *
     * @param fewer the number of rows to cover, at most {@link #rows}
     * @param theirDigest the digest of the first {@code fewer} rows
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

    /**
     * Appends all rows of a table.
     *
     * @param table the rows
     */
    public void append(Flip table) {
        append(table, 0, table.size());
    }

    /**
     * Counts rows that cannot be read. The digest of all rows is unknown from then on.
     *
     * @param count the number of rows
     */
    public void skip(int count) {
        rows += count;
        broken = true;
        digest = 0;
    }

    /**
     * Appends {@code count} rows of a table, from index {@code from} on.
     *
     * @param table the rows
     * @param from the index of the first row
     * @param count the number of rows
     */
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
     * {@return the number of first rows that are known to be equal in both sequences} The result is valid only if
     * {@link #differenceTo} returns 0.
     *
     * @param other the digests of the other sequence
     */
    public long sameRows(RowDigests other) {
        int common = Math.min(keptCount, other.keptCount);
        return rows == other.rows && !broken && !other.broken ? rows : common == 0 ? 0 : rowsAt(common - 1);
    }

    /**
     * {@return whether both sequences are known to start with an equal row}
     *
     * @param other the digests of the other sequence
     */
    public boolean startsLike(RowDigests other) {
        return keptCount > 0 && other.keptCount > 0 && kept[0] == other.kept[0];
    }

    /**
     * {@return the smallest n for which the digests of the first n rows differ} Compares only digests that both
     * sequences have. Returns 0 if all these digests are equal.
     *
     * @param other the digests of the other sequence
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
