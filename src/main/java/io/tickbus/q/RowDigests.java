package io.tickbus.q;

import java.util.Arrays;

/**
 * Digests of the beginnings of a sequence of rows, so that two sequences can be compared without their rows: the digest of all
 * rows so far, of the first 1, 2, 4 and so on up to 2048 rows, and of the first 4096 rows and each multiple of it. How the rows
 * are cut into tables does not count; see {@link RowHashes} for what a row's hash covers.
 *
 * <p>{@code D(n) = D(n-1) * P + h(row n)} in words of 64 bits. Two different sequences have one digest with a chance of one
 * in 2^50 or less; the digest is no protection against an attacker who chooses rows. One thread at a time.
 */
public final class RowDigests {
    /** Rows between two digests that are kept. */
    static final int STEP_ROWS = 4096;

    private static final int DOUBLINGS = Integer.numberOfTrailingZeros(STEP_ROWS);
    private final RowHashes rowHashes = new RowHashes();
    private long[] kept = {};
    private int keptCount;
    private long rows;
    private long digest;
    private boolean broken; // behind what is kept there are rows that nobody could read

    /** Digests of no rows. */
    public RowDigests() {}

    /**
     * Digests as {@link #toVector} gave them.
     *
     * @param rows that they cover
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

    /** All digests, in order of their rows; the last one is of all rows, and not there behind rows that were not readable. */
    public LongVector toVector() {
        if (broken) {
            return new LongVector(QType.LONG, Arrays.copyOf(kept, keptCount));
        }
        long[] all = Arrays.copyOf(kept, keptCount + 1);
        all[keptCount] = digest;
        return new LongVector(QType.LONG, all);
    }

    /** Rows that are covered. */
    public long rows() {
        return rows;
    }

    /** How many digests are kept of so many rows. */
    private static int keptCount(long rows) {
        return rows < STEP_ROWS ? Long.SIZE - Long.numberOfLeadingZeros(rows) : DOUBLINGS + (int) (rows / STEP_ROWS);
    }

    /** The number of rows that the kept digest at an index covers. */
    private static long rowsAt(int index) {
        return index < DOUBLINGS ? 1L << index : (long) (index - DOUBLINGS + 1) * STEP_ROWS;
    }

    /** The digest of all rows; 0 of none, and where it is not known. */
    public long last() {
        return digest;
    }

    /**
     * The digests of fewer rows.
     *
     * @param fewer how many; not more than {@link #rows}
     * @param theirDigest the digest of those
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

    /** Covers rows that follow. */
    public void append(Flip table) {
        append(table, 0, table.size());
    }

    /** Counts rows that cannot be read. From here on nothing is known of the digests. */
    public void skip(int count) {
        rows += count;
        broken = true;
        digest = 0;
    }

    /** Covers rows {@code from} to {@code from + count} of a table. */
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

    /** The largest number of first rows that are known to be those of another sequence, if {@link #differenceTo} finds none. */
    public long sameRows(RowDigests other) {
        int common = Math.min(keptCount, other.keptCount);
        return rows == other.rows && !broken && !other.broken ? rows : common == 0 ? 0 : rowsAt(common - 1);
    }

    /** Returns whether the first row is known to be that of another sequence. */
    public boolean startsLike(RowDigests other) {
        return keptCount > 0 && other.keptCount > 0 && kept[0] == other.kept[0];
    }

    /**
     * Where another sequence is known to differ: the smallest number of first rows whose digests are known for both and are not
     * the same; 0 when there is none.
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
