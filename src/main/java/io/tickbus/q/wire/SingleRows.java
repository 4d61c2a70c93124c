package io.tickbus.q.wire;

import io.tickbus.q.QType;
import io.tickbus.q.VectorBuilder;
import java.util.Arrays;

/**
 * Reads messages of one row each, many at a time: first where each begins and ends, then a column of all of them after the
 * other, in a loop that knows its type. One thread at a time.
 */
final class SingleRows {
    static final int MESSAGES_MAX = 128; // of a run: their bytes stay in the processor's first cache

    /** Of a word at a vector's head: its type, the sign of its attribute (a wide count would follow) and its count. */
    private static final long VECTOR_HEAD_MASK = 0xFFFF_FFFF_80FFL;

    private final MessageHead head;
    private final WireItem[] items;
    private final int[] at = new int[MESSAGES_MAX];
    private final int[] ends = new int[MESSAGES_MAX];

    private SingleRows(MessageHead head, WireItem[] items) {
        this.head = head;
        this.items = items;
    }

    /** Rows as tables: each item is a vector of one. */
    static SingleRows ofTables(MessageHead head, QType[] types) {
        WireItem[] items = new WireItem[types.length];
        for (int i = 0; i < items.length; i++) {
            items[i] = new WireItem(RowReader.VECTOR_HEAD_BYTES, VECTOR_HEAD_MASK, types[i].code() | 1L << Short.SIZE);
        }
        return new SingleRows(head, items);
    }

    /** Rows as vectors of one type: the items follow each other. */
    static SingleRows ofVectors(QType[] types) {
        byte[] body = new byte[RowReader.VECTOR_HEAD_BYTES];
        body[0] = (byte) types[0].code();
        LittleEndian.INT.set(body, 2, types.length);
        WireItem[] items = new WireItem[types.length];
        Arrays.fill(items, new WireItem(0, 0, 0));
        return new SingleRows(new MessageHead(body, 1), items);
    }

    /**
     * Reads messages for as long as the next one is whole and one of these; the columns hold one more item for each.
     *
     * @return the index behind the last one read
     */
    int read(byte[] bytes, int from, int to, int lengthMax, VectorBuilder[] columns, int rowsMax) {
        int count = 0;
        int next = from;
        // words are read at heads and items, whatever their length: a message at the very end of the bytes is left to
        // others
        int last = Math.min(to, bytes.length - Long.BYTES);
        while (count < Math.min(MESSAGES_MAX, rowsMax)) {
            int end = MessageHead.end(bytes, next, last, lengthMax);
            int item = next + Header.BYTES + head.length();
            if (end == next || !head.starts(bytes, next + Header.BYTES, end) || !items[0].isAt(bytes, item)) {
                break;
            }
            at[count] = item;
            ends[count] = end;
            count++;
            next = end;
        }
        int whole = columns(bytes, items, columns, at, ends, count);
        return whole == 0 ? from : ends[whole - 1];
    }

    /**
     * Reads the columns of several messages, one column of all of them after the other.
     *
     * @param at where the first item of each stands; changed
     * @param ends where each ends
     * @return how many are rows of these items, up to the first that is not; the columns hold one more item for each
     */
    static int columns(byte[] bytes, WireItem[] items, VectorBuilder[] columns, int[] at, int[] ends, int count) {
        int before = columns[0].size();
        int good = count;
        for (int i = 0; i < columns.length; i++) {
            good = items[i].read(bytes, at, ends, good, columns[i]);
        }
        int whole = 0;
        while (whole < good && at[whole] == ends[whole]) {
            whole++;
        }
        for (VectorBuilder column : columns) {
            column.cutTo(before + whole);
        }
        return whole;
    }
}
