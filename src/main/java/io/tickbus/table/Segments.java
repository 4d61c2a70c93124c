package io.tickbus.table;

import io.tickbus.q.Schema;
import io.tickbus.q.Vector;
import java.util.Arrays;

/** A table's segments, oldest first, and where in them an offset is. */
final class Segments {
    private final Schema schema;
    private final int segmentRows;
    private Segment[] all; // replaced and never written to: snapshots share it
    private Segment last;

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

    long bytes() {
        long bytes = 0;
        for (Segment segment : all) {
            bytes += segment.bytes();
        }
        return bytes;
    }

    Segment oldest() {
        return all[0];
    }

    /** The segment for the next row, which is a new one when the last is full. */
    Segment withRoom(long nextOffset) {
        if (last.room() == 0) {
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
        int before = last.size() == 0 ? all.length - 1 : all.length;
        last = full.rebased(offset);
        all = Arrays.copyOf(all, before + 1);
        all[before] = last;
    }

    void dropOldest(int count) {
        all = Arrays.copyOfRange(all, count, all.length);
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
    boolean keyMatches(long offset, Vector[] key, int row) {
        return segmentOf(offset).keyMatches(offset, key, row);
    }

    private Segment segmentOf(long offset) {
        if (offset >= last.base()) { // most often, and without a division
            return last;
        }
        return all[(int) ((offset - all[0].base()) / segmentRows)];
    }
}
