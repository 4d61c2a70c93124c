package io.tickbus.q.wire;

import io.tickbus.q.QType;
import io.tickbus.q.VectorBuilder;
import java.util.Arrays;

/**
 * Reads many messages of one row each, in two steps. The first step finds the start and the end of each message. The
 * second step reads the first column of all messages, then the second column of all messages, and so on. Each inner
 * loop therefore reads items of one type. One thread at a time may use an instance.
 */
final class SingleRows {
    // The largest number of messages per call of read. The bytes of this many messages stay in the processor's
    // first-level cache.
    static final int MESSAGES_MAX = 128;

    /**
     * Selects three parts of the first word of a vector: the type, the sign of the attribute, and the count. A negative
     * attribute means that the count has 8 bytes.
     */
    private static final long VECTOR_HEAD_MASK = 0xFFFF_FFFF_80FFL;

    private final MessageHead head;
    private final WireItem[] items;
    private final int[] at = new int[MESSAGES_MAX];
    private final int[] ends = new int[MESSAGES_MAX];

    private SingleRows(MessageHead head, WireItem[] items) {
        this.head = head;
        this.items = items;
    }

    /** Returns a reader for tables of one row. Each column of such a table is a vector of one item. */
    static SingleRows ofTables(MessageHead head, QType[] types) {
        WireItem[] items = new WireItem[types.length];
        for (int i = 0; i < items.length; i++) {
            items[i] = new WireItem(RowReader.VECTOR_HEAD_BYTES, VECTOR_HEAD_MASK, types[i].code() | 1L << Short.SIZE);
        }
        return new SingleRows(head, items);
    }

    /** Returns a reader for rows that are vectors. All columns must have one type. */
    static SingleRows ofVectors(QType[] types) {
        byte[] body = new byte[RowReader.VECTOR_HEAD_BYTES];
        body[0] = (byte) types[0].code();
        LittleEndian.INT.set(body, 2, types.length);
        WireItem[] items = new WireItem[types.length];
        Arrays.fill(items, new WireItem(0, 0, 0));
        return new SingleRows(new MessageHead(body, 1), items);
    }

    /**
     * Reads messages. Stops at the first message that is incomplete or not accepted. Each message appends one item to
     * each column.
     *
     * @param lengthMax the longest message to accept, in bytes, header included
     * @param rowsMax the largest number of messages to read
     * @return the index after the last message read, or {@code from} if no message was read
     */
    int read(byte[] bytes, int from, int to, int lengthMax, VectorBuilder[] columns, int rowsMax) {
        int count = 0;
        int next = from;
        // Heads and items are read as whole words, which can reach past the end of a message. A message at the end of
        // the array is therefore left to other readers.
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
     * Reads the rows of several messages, column by column. Each accepted message appends one item to each column.
     *
     * @param at the index of the first item of each message. The array is changed.
     * @param ends the index after each message
     * @param count the number of messages
     * @return the number of messages accepted. Reading stops at the first message whose items do not fit.
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
