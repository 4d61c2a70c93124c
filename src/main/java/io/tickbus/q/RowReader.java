package io.tickbus.q;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the two messages that come again and again straight into columns, without making a value of them: {@code (`upd; table;
 * rows as a table)} with the columns of a schema, and a row of one type as a bare vector. It refuses whatever is not exactly
 * that, having changed nothing, and leaves it to {@link Decoder}, which takes everything and says what is wrong.
 *
 * <p>Every check of the decoder is made here too; what is saved is the making of objects, and the comparing of names one by
 * one: what stands before the first column is the same in each message, and is compared as a whole. One thread at a time.
 */
public final class RowReader {
    private static final int VECTOR_HEAD_BYTES = 6; // type, attribute, count
    private static final long VECTOR_HEAD_MASK = (1L << (VECTOR_HEAD_BYTES * Byte.SIZE)) - 1;

    private final QType[] types;
    private final long[] oneItemHeads;
    private final int[] widths;
    private final boolean readsTables;
    private final @Nullable QType rowType;
    private final byte[] template;
    private final int[] attributesAt;
    private byte[] head;

    /**
     * @param table the name that messages carry
     * @param bareRows whether a message may be a row without a function's and a table's name
     */
    public RowReader(String table, Schema schema, boolean bareRows) {
        types = schema.types().toArray(QType[]::new);
        oneItemHeads = new long[types.length];
        widths = new int[types.length];
        for (int i = 0; i < types.length; i++) {
            oneItemHeads[i] = types[i].code() | 1L << Short.SIZE;
            widths[i] = types[i].bytes();
        }
        readsTables = !schema.types().contains(QType.LIST);
        boolean oneType = schema.types().stream().distinct().count() == 1;
        rowType = bareRows && readsTables && oneType && types[0] != QType.SYMBOL && types[0] != QType.CHAR
                ? types[0]
                : null;
        byte[] upd = Encoder.body(new GeneralList(Atom.symbol("upd"), Atom.symbol(table), schema.empty()));
        template = Arrays.copyOf(upd, upd.length - VECTOR_HEAD_BYTES * types.length);
        int columnNamesBytes = 0;
        for (String column : schema.columns()) {
            columnNamesBytes += Symbols.bytes(Symbols.id(column)).length + 1;
        }
        int columnsAt = template.length - VECTOR_HEAD_BYTES;
        int namesAt = columnsAt - columnNamesBytes - VECTOR_HEAD_BYTES;
        attributesAt =
                new int[] {namesAt - 2, namesAt + 1, columnsAt + 1}; // of the table, its names, the columns' list
        head = template;
    }

    /**
     * Reads the value of a message, little-endian.
     *
     * @param columns one per column of the schema, all of one size
     * @return whether the rows were added; else the columns are as they were
     */
    boolean read(byte[] bytes, int from, int to, VectorBuilder[] columns) {
        if (rowType != null && bytes[from] == rowType.code()) {
            return row(rowType, bytes, from, to, columns);
        }
        if (!readsTables || !startsAsHead(bytes, from, to)) {
            return false;
        }
        int before = columns[0].size();
        int at = from + head.length;
        boolean whole = false;
        try {
            whole = oneRow(bytes, at, to, columns);
            if (!whole) {
                cutTo(before, columns);
                whole = columns(bytes, at, to, columns);
            }
        } catch (QFormatException noRoomForASymbol) {
            whole = false; // the decoder meets the same limit, and says so
        }
        if (!whole) {
            cutTo(before, columns);
        }
        return whole;
    }

    private static void cutTo(int rows, VectorBuilder[] columns) {
        for (VectorBuilder column : columns) {
            column.cutTo(rows);
        }
    }

    private static boolean row(QType type, byte[] bytes, int from, int to, VectorBuilder[] columns) {
        if (to - from != VECTOR_HEAD_BYTES + columns.length * type.bytes()
                || bytes[from + 1] < 0
                || (int) Words.INT.get(bytes, from + 2) != columns.length) {
            return false;
        }
        int at = from + VECTOR_HEAD_BYTES;
        for (VectorBuilder column : columns) {
            at = column.appendWireItem(bytes, at, to);
        }
        return true;
    }

    private boolean startsAsHead(byte[] bytes, int from, int to) {
        if (to - from < head.length) {
            return false;
        }
        if (Arrays.equals(head, 0, head.length, bytes, from, from + head.length)) {
            return true;
        }
        byte[] other = Arrays.copyOfRange(bytes, from, from + template.length);
        byte[] plain = other.clone();
        for (int attributeAt : attributesAt) {
            if (plain[attributeAt] < 0) {
                return false; // a wide count follows
            }
            plain[attributeAt] = 0;
        }
        if (!Arrays.equals(plain, template)) {
            return false;
        }
        head = other; // the same but for attributes, as the next ones will be
        return true;
    }

    /** One row, the commonest of all: each column's type, attribute (none) and count (1) are compared as one word. */
    private boolean oneRow(byte[] bytes, int from, int to, VectorBuilder[] columns) {
        int at = from;
        for (int i = 0; i < columns.length; i++) {
            int item = at + VECTOR_HEAD_BYTES;
            if (at > bytes.length - Long.BYTES
                    || ((long) Words.LONG.get(bytes, at) & VECTOR_HEAD_MASK) != oneItemHeads[i]
                    || widths[i] > to - item) {
                return false;
            }
            at = columns[i].appendWireItem(bytes, item, to);
            if (at < 0) {
                return false;
            }
        }
        return at == to;
    }

    private boolean columns(byte[] bytes, int from, int to, VectorBuilder[] columns) {
        int at = from;
        int rows = 0;
        for (int i = 0; i < columns.length; i++) {
            QType type = types[i];
            if (to - at < VECTOR_HEAD_BYTES || bytes[at] != type.code() || bytes[at + 1] < 0) {
                return false;
            }
            int count = (int) Words.INT.get(bytes, at + 2);
            if (i == 0) {
                rows = count;
            }
            at += VECTOR_HEAD_BYTES;
            if (count != rows || count < 0 || (long) count * Math.max(1, type.bytes()) > to - at) {
                return false;
            }
            if (type == QType.SYMBOL) {
                at = columns[i].appendWireSymbols(bytes, at, to, count);
                if (at < 0) {
                    return false;
                }
            } else {
                columns[i].appendWire(bytes, at, count);
                at += count * type.bytes();
            }
        }
        return at == to;
    }
}
