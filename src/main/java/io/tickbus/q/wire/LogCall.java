package io.tickbus.q.wire;

import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolBytes;
import io.tickbus.q.VectorBuilder;
import java.util.Arrays;

/**
 * Reads logged messages of one function and one table, for {@link LogRows}. Consecutive messages with a row of atoms
 * are read together in two steps. The first step finds the start and the end of each message, which depend on the
 * lengths of the symbols. The second step reads the rows column by column. One thread at a time may use an instance.
 */
final class LogCall {
    private static final int REFUSED = WireColumns.REFUSED;
    private static final int CUT = WireColumns.CUT;
    private static final int ITEM_MASK = 0xFF; // Selects the type byte of an atom.
    private static final byte TABLE = 98;

    private final QType[] types;
    private final WireItem[] items;
    private final boolean oneType;
    /**
     * The sizes in bytes of the parts of a row between its symbols. The first part starts at the start of the row, and
     * the last part ends at the end of the row. The type byte of a symbol belongs to the part before the symbol.
     */
    private final int[] steps;

    private final MessageHead name;
    private final MessageHead list;
    private final MessageHead table;
    private final int[] at = new int[SingleRows.MESSAGES_MAX];
    private final int[] ends = new int[SingleRows.MESSAGES_MAX];
    private int messages;
    private boolean cut;

    LogCall(String function, String tableName, Schema schema) {
        types = schema.types().toArray(QType[]::new);
        items = Arrays.stream(types)
                .map(type -> new WireItem(Byte.BYTES, ITEM_MASK, -type.code() & ITEM_MASK))
                .toArray(WireItem[]::new);
        oneType = Arrays.stream(types).distinct().count() == 1;
        steps = steps(types);
        byte[] call = Encoder.body(new GeneralList(Atom.symbol(function), Atom.symbol(tableName), new GeneralList()));
        byte[] ofWidth = call.clone();
        LittleEndian.INT.set(ofWidth, call.length - Integer.BYTES, types.length);
        name = new MessageHead(Arrays.copyOf(call, call.length - RowReader.VECTOR_HEAD_BYTES));
        list = new MessageHead(ofWidth);
        byte[] empty = Encoder.body(schema.empty());
        byte[] beforeColumns = Arrays.copyOf(empty, empty.length - RowReader.VECTOR_HEAD_BYTES * types.length);
        table = new MessageHead(beforeColumns, 1, 4, beforeColumns.length - RowReader.VECTOR_HEAD_BYTES + 1);
    }

    private static int[] steps(QType[] types) {
        int[] steps = new int
                [1 + (int) Arrays.stream(types).filter(QType.SYMBOL::equals).count()];
        int step = 0;
        for (QType type : types) {
            steps[step] += Byte.BYTES + type.bytes();
            step += type == QType.SYMBOL ? 1 : 0;
        }
        return steps;
    }

    /**
     * Reads several messages that have one row of atoms each, or one message of another shape.
     *
     * @param to the index after the last readable byte, at least eight bytes before the end of the array
     * @param countMax the largest number of messages of one row to read
     * @return the index after the last message read, or {@code from} if no message was read
     */
    int read(byte[] bytes, int from, int to, int bytesMax, VectorBuilder[] columns, int countMax) {
        cut = false;
        int next = rows(bytes, from, to, bytesMax, columns, Math.min(countMax, SingleRows.MESSAGES_MAX));
        if (next == from && !cut) {
            next = other(bytes, from, to, bytesMax, columns);
        }
        return next;
    }

    /** Returns the number of messages that the last call of {@link #read} has read. */
    int messages() {
        return messages;
    }

    /** Returns true if the last call of {@link #read} has read no message, and the first message may be incomplete. */
    boolean isCut() {
        return cut;
    }

    private int rows(byte[] bytes, int from, int to, int bytesMax, VectorBuilder[] columns, int countMax) {
        int count = 0;
        int next = from;
        while (count < countMax && list.starts(bytes, next, to) && items[0].isAt(bytes, next + list.length())) {
            int item = next + list.length();
            int end = rowEnd(bytes, item, to);
            if (end < 0 || end - next > bytesMax) {
                cut = end == CUT && count == 0;
                break;
            }
            at[count] = item;
            ends[count] = end;
            count++;
            next = end;
        }
        messages = count == 0 ? 0 : SingleRows.columns(bytes, items, columns, at, ends, count);
        return messages == 0 ? from : ends[messages - 1];
    }

    /**
     * Returns the index after a row of atoms, or {@link #CUT} or {@link #REFUSED}. Checks the types of symbols only.
     * {@link WireItem} checks the other types later.
     */
    private int rowEnd(byte[] bytes, int from, int to) {
        int end = from + steps[0];
        for (int i = 1; i < steps.length; i++) {
            if (end > to) {
                return CUT;
            }
            if (bytes[end - 1] != -QType.SYMBOL.code()) {
                return REFUSED;
            }
            end = SymbolBytes.skip(bytes, end, to);
            if (end < 0) {
                return CUT;
            }
            end += steps[i];
        }
        return end <= to ? end : CUT;
    }

    private int other(byte[] bytes, int from, int to, int bytesMax, VectorBuilder[] columns) {
        int at = from + name.length();
        if (to - at < RowReader.VECTOR_HEAD_BYTES) {
            cut = true;
            return from;
        }
        if (!name.starts(bytes, from, to)) {
            return from;
        }
        int before = columns[0].size();
        int end = payload(bytes, at, to, columns);
        if (end < 0 || end - from > bytesMax || columns[0].size() == before) {
            cut = end == CUT;
            for (VectorBuilder column : columns) {
                column.cutTo(before);
            }
            return from;
        }
        messages = 1;
        return end;
    }

    private int payload(byte[] bytes, int from, int to, VectorBuilder[] columns) {
        int type = bytes[from];
        if (type == TABLE) {
            return to - from < table.length()
                    ? CUT
                    : table.starts(bytes, from, to)
                            ? WireColumns.read(bytes, from + table.length(), to, types, columns)
                            : REFUSED;
        }
        int count = (int) LittleEndian.INT.get(bytes, from + 2);
        if (bytes[from + 1] < 0 || count != types.length) {
            return REFUSED;
        }
        int items = from + RowReader.VECTOR_HEAD_BYTES;
        if (type == QType.LIST.code()) {
            return WireColumns.read(bytes, items, to, types, columns);
        }
        return oneType && type == types[0].code() ? collapsed(bytes, items, to, columns) : REFUSED;
    }

    /** Reads a row that is a vector. q stores a row as a vector if all its items have one type. */
    private int collapsed(byte[] bytes, int from, int to, VectorBuilder[] columns) {
        int at = from;
        for (VectorBuilder column : columns) {
            if (to - at < types[0].bytes()) {
                return CUT;
            }
            if (types[0] != QType.SYMBOL) {
                WireColumns.appendNumbers(column, bytes, at, 1);
                at += types[0].bytes();
                continue;
            }
            try {
                at = WireColumns.appendSymbols(column, bytes, at, to, 1);
            } catch (QFormatException noRoom) {
                // The limit on symbols is reached. The decoder reads the message again and reports the limit.
                return REFUSED;
            }
            if (at < 0) {
                return CUT;
            }
        }
        return at;
    }
}
