package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** A table's segments, oldest first, and where in them an offset is. */
final class Segments {
    private final Schema schema;
    private final int segmentRows;
    private Segment[] all; // replaced and never written to: snapshots share it
    private Segment last;
    private long fullBytes; // of all but the last
    private int keys; // that have a number

    /**
     * @param segmentRows rows of a segment
     * @param room rows to make room for before the first comes
     * @param firstOffset the offset of the first row to come
     */
    Segments(Schema schema, int segmentRows, int room, long firstOffset) {
        this.schema = schema;
        this.segmentRows = segmentRows;
        this.last = new Segment(schema, firstOffset, segmentRows, room);
        this.all = new Segment[] {last};
    }

    /** The segments as they are now; not to be written to. */
    Segment[] all() {
        return all;
    }

    int count() {
        return all.length;
    }

    /** Bytes of all, in constant time. */
    long bytes() {
        return fullBytes + last.bytes();
    }

    /** Bytes of the arrays that this table has from another: those of its first segments, in the same order in both. */
    long bytesSharedWith(Segments other) {
        long bytes = 0;
        int here = find(other.all[0]); // each may have dropped some since
        int there = here > 0 ? 0 : other.find(all[0]);
        here = Math.max(here, 0);
        while (there >= 0 && here < all.length && there < other.all.length && all[here].sharesWith(other.all[there])) {
            bytes += all[here].bytes();
            here++;
            there++;
        }
        return bytes;
    }

    /** The number of the segment that has the same arrays as another; -1 when there is none. */
    private int find(Segment shared) {
        for (int i = 0; i < all.length; i++) {
            if (all[i].sharesWith(shared)) {
                return i;
            }
        }
        return -1;
    }

    /** Bytes that appending rows adds to the arrays: what the last segment grows by, and the segments that follow it. */
    long growth(int rows, int source) {
        return last.growth(Math.min(rows, last.room()), source) + addedSegments(rows) * segmentBytes();
    }

    /** Returns the segments that appending rows adds. */
    long addedSegments(int rows) {
        return (Math.max(0L, rows - last.room()) + segmentRows - 1) / segmentRows;
    }

    /** Returns the runs of sources in the oldest segments. */
    long runsOfOldest(int segmentsMax) {
        long runs = 0;
        for (int i = 0; i < Math.min(segmentsMax, all.length); i++) {
            runs += all[i].sources().count();
        }
        return runs;
    }

    /** Bytes of the items that rows put into columns of general lists, about. */
    long itemBytes(Flip rows) {
        return last.itemBytes(rows);
    }

    /** Bytes of a segment's arrays. */
    long segmentBytes() {
        return last.rowBytes() * segmentRows;
    }

    Segment oldest() {
        return all[0];
    }

    /** The segment for the next row, which is a new one when the last is full. */
    Segment withRoom(long nextOffset) {
        if (last.room() == 0) {
            fullBytes += last.bytes();
            last = new Segment(schema, nextOffset, segmentRows, segmentRows);
            all = Arrays.copyOf(all, all.length + 1);
            all[all.length - 1] = last;
        }
        return last;
    }

    /** Whether the next row begins a segment. */
    boolean isAtBoundary() {
        return last.size() == 0 || last.room() == 0;
    }

    /** Appends a full segment of another table; its arrays are shared. The next row begins a segment before and after it. */
    void share(Segment full, long offset) {
        boolean replaces = last.size() == 0;
        int before = replaces ? all.length - 1 : all.length;
        fullBytes += replaces ? 0 : last.bytes();
        last = full.rebased(offset);
        all = Arrays.copyOf(all, before + 1);
        all[before] = last;
    }

    /** Drops full segments; one stays at least. */
    void dropOldest(int count) {
        for (int i = 0; i < count; i++) {
            fullBytes -= all[i].bytes();
        }
        all = Arrays.copyOfRange(all, count, all.length);
    }

    /** Drops all, and begins with an empty one. */
    void reset(int room, long firstOffset) {
        last = new Segment(schema, firstOffset, segmentRows, room);
        all = new Segment[] {last};
        fullBytes = 0;
        keys = 0;
    }

    /**
     * Numbers the keys of some rows of the last segment: a key that comes again keeps its number, a new one has the next.
     *
     * @param before their former offsets, {@link KeyIndex#NONE} where there is none
     * @param count of those
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

    /** Gives each key another number: {@code numbers[n]} to the one that has n. Nothing may read the segments meanwhile. */
    void renumberKeys(int[] numbers) {
        for (Segment segment : all) {
            int[] known = segment.keyNumbers();
            for (int row = 0; row < segment.size(); row++) {
                known[row] = numbers[known[row]];
            }
        }
    }

    /**
     * Notes that the keys of some rows were written again.
     *
     * @param before their offsets, {@link KeyIndex#NONE} where there is none
     * @param count of those
     * @param offset of the row that has the first one's key again; those of the others follow
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

    /** Whether the row at an offset has the key of another row. */
    boolean keyMatches(long offset, QVector[] key, int row) {
        return segmentOf(offset).keyMatches(offset, key, row);
    }

    /** The segment that the row at an offset is in. */
    Segment segmentOf(long offset) {
        if (offset >= last.base()) { // most often, and without a division
            return last;
        }
        return all[(int) ((offset - all[0].base()) / segmentRows)];
    }

    /** Returns whether some sources have rows here that are the last of their key in a table that ends at {@code next}. */
    boolean hasLiveOf(IntPredicate sources, long next) {
        for (Segment segment : all()) {
            if (segment.hasLiveOf(sources, next)) {
                return true;
            }
        }
        return false;
    }
}
