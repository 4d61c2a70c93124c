package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** The segments of a {@link Table}, oldest first. Only the owner's thread uses this class. */
final class Segments {
    private final Schema schema;
    private final int segmentRows;
    private Segment[] all; // Each change replaces the array, because snapshots share the old array
    private Segment last;
    private long fullBytes; // Bytes of all segments except the last segment
    private int keys; // Number of different keys in all appended rows

    /**
     * @param segmentRows the number of rows of a full segment
     * @param room the number of rows to allocate at first
     * @param firstOffset the offset of the first appended row
     */
    Segments(Schema schema, int segmentRows, int room, long firstOffset) {
        this.schema = schema;
        this.segmentRows = segmentRows;
        this.last = new Segment(schema, firstOffset, segmentRows, room);
        this.all = new Segment[] {last};
    }

    /** Returns the array of all segments. The caller must not change the array. */
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
     * Returns the size of the arrays that two tables share, in bytes. The shared segments are consecutive in both
     * tables, so one pass finds them.
     */
    long bytesSharedWith(Segments other) {
        long bytes = 0;
        int here = find(other.all[0]); // Either table may have dropped shared segments.
        int there = here > 0 ? 0 : other.find(all[0]);
        here = Math.max(here, 0);
        while (there >= 0 && here < all.length && there < other.all.length && all[here].sharesWith(other.all[there])) {
            bytes += all[here].bytes();
            here++;
            there++;
        }
        return bytes;
    }

    /** Returns the index of the segment that shares its arrays with the given segment. Returns -1 if there is none. */
    private int find(Segment shared) {
        for (int i = 0; i < all.length; i++) {
            if (all[i].sharesWith(shared)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns an upper bound on the memory that appending rows allocates in segments, in bytes. */
    long growth(int rows, int source) {
        return last.growth(Math.min(rows, last.room()), source) + addedSegments(rows) * segmentBytes();
    }

    /** Returns the number of segments that are added when rows are appended. */
    long addedSegments(int rows) {
        return (Math.max(0L, rows - last.room()) + segmentRows - 1) / segmentRows;
    }

    /** Returns the number of source runs in the oldest {@code segmentsMax} segments. */
    long runsOfOldest(int segmentsMax) {
        long runs = 0;
        for (int i = 0; i < Math.min(segmentsMax, all.length); i++) {
            runs += all[i].sources().count();
        }
        return runs;
    }

    /** Returns the approximate size of the items that the given rows have in general lists, in bytes. */
    long itemBytes(Flip rows) {
        return last.itemBytes(rows);
    }

    /** Returns the bytes of the arrays of a full segment. */
    long segmentBytes() {
        return last.rowBytes() * segmentRows;
    }

    Segment oldest() {
        return all[0];
    }

    /** Returns the last segment. If the last segment is full, adds a new segment first. */
    Segment withRoom(long nextOffset) {
        if (last.room() == 0) {
            fullBytes += last.bytes();
            last = new Segment(schema, nextOffset, segmentRows, segmentRows);
            all = Arrays.copyOf(all, all.length + 1);
            all[all.length - 1] = last;
        }
        return last;
    }

    /** Returns whether the next row is the first row of a segment. */
    boolean isAtBoundary() {
        return last.size() == 0 || last.room() == 0;
    }

    /**
     * Appends a full segment of another table. The two tables then share the arrays of this segment. Call this only if
     * {@link #isAtBoundary} returns true.
     */
    void share(Segment full, long offset) {
        boolean replaces = last.size() == 0;
        int before = replaces ? all.length - 1 : all.length;
        fullBytes += replaces ? 0 : last.bytes();
        last = full.rebased(offset);
        all = Arrays.copyOf(all, before + 1);
        all[before] = last;
    }

    /** Drops the oldest segments, which must be full. At least one segment must remain. */
    void dropOldest(int count) {
        for (int i = 0; i < count; i++) {
            fullBytes -= all[i].bytes();
        }
        all = Arrays.copyOfRange(all, count, all.length);
    }

    /** Drops all segments, and adds an empty segment. */
    void reset(int room, long firstOffset) {
        last = new Segment(schema, firstOffset, segmentRows, room);
        all = new Segment[] {last};
        fullBytes = 0;
        keys = 0;
    }

    /**
     * Sets the key numbers of rows of the last segment. A known key keeps its number. A new key gets the next number.
     *
     * @param before the former offset of each row's key, or {@link KeyIndex#NONE} for a new key
     * @param count the number of rows
     * @param offset the offset of the first row
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

    /** Replaces each key number n by {@code numbers[n]}. Other threads must not read the segments during the call. */
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
     * @param before the former offset of each key, or {@link KeyIndex#NONE} for a new key
     * @param count the number of keys
     * @param offset the row at {@code offset + i} supersedes the row at {@code before[i]}
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

    /** Returns whether the row at {@code offset} has the key in row {@code row} of the vectors {@code key}. */
    boolean keyMatches(long offset, QVector[] key, int row) {
        return segmentOf(offset).keyMatches(offset, key, row);
    }

    Segment segmentOf(long offset) {
        if (offset >= last.base()) { // Most calls ask for the last segment, which needs no division.
            return last;
        }
        return all[(int) ((offset - all[0].base()) / segmentRows)];
    }

    /**
     * Returns whether the table has a live row of any of the given sources. {@code next} is the offset after the
     * table's last row.
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
