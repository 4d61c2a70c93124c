package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** Segments of a table, oldest first. Finds the segment of an offset. Owner's thread only. */
final class Segments {
    private final Schema schema;
    private final int segmentRows;
    private Segment[] all; // replaced, never changed: snapshots share it
    private Segment last;
    private long fullBytes; // bytes of all segments except the last
    private int keys; // number of keys that came so far

    /**
     * @param segmentRows number of rows of a full segment
     * @param room number of rows to allocate before the first row comes
     * @param firstOffset the offset of the first row to come
     */
    Segments(Schema schema, int segmentRows, int room, long firstOffset) {
        this.schema = schema;
        this.segmentRows = segmentRows;
        this.last = new Segment(schema, firstOffset, segmentRows, room);
        this.all = new Segment[] {last};
    }

    /** Returns the current segments. The caller must not change the array. */
    Segment[] all() {
        return all;
    }

    int count() {
        return all.length;
    }

    /** Returns the bytes of all segments, in constant time. */
    long bytes() {
        return fullBytes + last.bytes();
    }

    /**
     * Returns the bytes of the arrays that both tables share. The shared segments follow one another in the same order
     * in both tables.
     */
    long bytesSharedWith(Segments other) {
        long bytes = 0;
        int here = find(other.all[0]); // each table may have dropped some since
        int there = here > 0 ? 0 : other.find(all[0]);
        here = Math.max(here, 0);
        while (there >= 0 && here < all.length && there < other.all.length && all[here].sharesWith(other.all[there])) {
            bytes += all[here].bytes();
            here++;
            there++;
        }
        return bytes;
    }

    /** Returns the number of the segment with the same arrays as the given one; -1 if there is none. */
    private int find(Segment shared) {
        for (int i = 0; i < all.length; i++) {
            if (all[i].sharesWith(shared)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the bytes that appending rows adds to the arrays: the growth of the last segment, and new segments. */
    long growth(int rows, int source) {
        return last.growth(Math.min(rows, last.room()), source) + addedSegments(rows) * segmentBytes();
    }

    /** Returns the number of segments that appending rows adds. */
    long addedSegments(int rows) {
        return (Math.max(0L, rows - last.room()) + segmentRows - 1) / segmentRows;
    }

    /** Returns the number of source runs in the oldest segments. */
    long runsOfOldest(int segmentsMax) {
        long runs = 0;
        for (int i = 0; i < Math.min(segmentsMax, all.length); i++) {
            runs += all[i].sources().count();
        }
        return runs;
    }

    /** Returns the approximate bytes of the items that rows add to columns of general lists. */
    long itemBytes(Flip rows) {
        return last.itemBytes(rows);
    }

    /** Returns the bytes of a full segment's arrays. */
    long segmentBytes() {
        return last.rowBytes() * segmentRows;
    }

    Segment oldest() {
        return all[0];
    }

    /** Returns the segment for the next row; adds a segment if the last one is full. */
    Segment withRoom(long nextOffset) {
        if (last.room() == 0) {
            fullBytes += last.bytes();
            last = new Segment(schema, nextOffset, segmentRows, segmentRows);
            all = Arrays.copyOf(all, all.length + 1);
            all[all.length - 1] = last;
        }
        return last;
    }

    /** Returns whether the next row begins a segment. */
    boolean isAtBoundary() {
        return last.size() == 0 || last.room() == 0;
    }

    /**
     * Appends a full segment of another table, whose arrays are then shared. Call this only if {@link #isAtBoundary}
     * returns true.
     */
    void share(Segment full, long offset) {
        boolean replaces = last.size() == 0;
        int before = replaces ? all.length - 1 : all.length;
        fullBytes += replaces ? 0 : last.bytes();
        last = full.rebased(offset);
        all = Arrays.copyOf(all, before + 1);
        all[before] = last;
    }

    /** Drops the oldest segments, all of them full. At least one segment remains. */
    void dropOldest(int count) {
        for (int i = 0; i < count; i++) {
            fullBytes -= all[i].bytes();
        }
        all = Arrays.copyOfRange(all, count, all.length);
    }

    /** Drops all segments, and starts with an empty one. */
    void reset(int room, long firstOffset) {
        last = new Segment(schema, firstOffset, segmentRows, room);
        all = new Segment[] {last};
        fullBytes = 0;
        keys = 0;
    }

    /**
     * Numbers the keys of rows of the last segment. A known key keeps its number, a new key gets the next one.
     *
     * @param before the former offsets of the rows' keys, {@link KeyIndex#NONE} for a new key
     * @param count number of rows
     * @param offset of the first row
     */
    void numberKeys(long[] before, int count, long offset) {
        int[] numbers = last.keyNumbers();
        int first = (int) (offset - last.base());
        for (int i = 0; i < count; i++) {
            long known = before[i];
            if (known >= last.base()) {
                numbers[first + i] = numbers[(int) (known - last.base())];
            } else if (known == KeyIndex.NONE) {
                numbers[first + i] = keys++;
            } else {
                Segment segment = segmentOf(known);
                numbers[first + i] = segment.keyNumbers()[(int) (known - segment.base())];
            }
        }
    }

    /** Gives each key another number: key n gets {@code numbers[n]}. The segments must not be read meanwhile. */
    void renumberKeys(int[] numbers) {
        for (Segment segment : all) {
            int[] known = segment.keyNumbers();
            for (int row = 0; row < segment.size(); row++) {
                known[row] = numbers[known[row]];
            }
        }
    }

    /**
     * Marks the former rows of some keys as superseded.
     *
     * @param before the former offsets of the rows' keys, {@link KeyIndex#NONE} for a new key
     * @param count number of rows
     * @param offset of the first superseding row; the others follow
     */
    void supersede(long[] before, int count, long offset) {
        if (last.supersede(before, count, offset) == count) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (before[i] < last.base() && before[i] != KeyIndex.NONE) {
                segmentOf(before[i]).supersede(before[i], offset + i);
            }
        }
    }

    /** Returns whether the row at an offset has the same key as another row. */
    boolean keyMatches(long offset, QVector[] key, int row) {
        return segmentOf(offset).keyMatches(offset, key, row);
    }

    /** Returns the segment of the row at an offset. */
    Segment segmentOf(long offset) {
        if (offset >= last.base()) { // the most frequent case, without a division
            return last;
        }
        return all[(int) ((offset - all[0].base()) / segmentRows)];
    }

    /**
     * Returns whether any of the given sources has rows here that are the last of their key, in a table that ends at
     * {@code next}.
     */
    boolean hasLiveOf(IntPredicate sources, long next) {
        for (Segment segment : all()) {
            if (segment.hasLiveOf(sources, next)) {
                return true;
            }
        }
        return false;
    }
}
