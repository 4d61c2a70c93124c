package io.tickbus.q.wire;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.EscapedText;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QFormatException.Kind;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolBytes;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.Value;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes values from the bytes of a message or a log. Numbers are copied in bulk into primitive arrays, and symbols
 * become ids. Memory is allocated only for items whose bytes are present. Any bytes lead to a value or to a
 * {@link QFormatException}.
 *
 * <p>Source: <a href="https://code.kx.com/q/kb/serialization/">Serialization</a>. One thread at a time may use an
 * instance.
 */
public final class Decoder {
    /** The largest depth of nested values. A dictionary counts as one level, a table as two. */
    public static final int DEPTH_MAX = 64;

    private static final int CALL_DEPTH = 2; // The depth of the items of a call. The call itself is a list at depth 1.

    private static final int ERROR = -128;
    private static final int DICTIONARY = 99;
    private static final int SORTED_DICTIONARY = 127;
    private static final int WIDE_COUNT = 0x80;
    private static final int LIST_ITEMS_MIN = 128;
    private static final int LIST_GROWTH = 8;

    private final byte[] bytes;
    private final int to;
    private final boolean littleEndian;
    private final long origin;
    private int at;
    private int depth;
    private int valuesLeft;
    private boolean addsSymbols = true;
    private boolean namesAtoms;
    private boolean namesCall;

    /**
     * Makes a decoder of the bytes {@code from} to {@code to}.
     *
     * @param offset the offset of the first byte, for exceptions
     */
    public Decoder(byte[] bytes, int from, int to, boolean littleEndian, long offset) {
        this(bytes, from, to, littleEndian, offset, Integer.MAX_VALUE);
    }

    /**
     * Makes a decoder with a limit on the number of values.
     *
     * @param offset the offset of the first byte, for exceptions
     * @param valuesMax the largest number of values to accept. A vector counts as one value. A limit on bytes is not
     *     enough, because the smallest values take 30 times their bytes in memory.
     */
    Decoder(byte[] bytes, int from, int to, boolean littleEndian, long offset, int valuesMax) {
        this.bytes = bytes;
        this.at = from;
        this.to = to;
        this.littleEndian = littleEndian;
        this.origin = offset - from;
        this.valuesLeft = valuesMax;
    }

    /**
     * Stops this decoder from adding symbols to the process. The decoder then decodes each new symbol as a question
     * mark. Returns this decoder.
     */
    public Decoder outlining() {
        addsSymbols = false;
        return this;
    }

    /**
     * Makes this decoder treat symbol atoms as names, which have a reserve beyond the bounds on symbols. Returns this
     * decoder.
     */
    public Decoder namingAtoms() {
        namesAtoms = true;
        return this;
    }

    /**
     * Makes this decoder treat the symbol atoms of a call as names. These atoms are the names of the function and of
     * the table. If the reserve for names is full, the names count as ordinary symbols. Returns this decoder.
     */
    public Decoder namingCall() {
        namesCall = true;
        return this;
    }

    /** Returns the index of the first byte that is not yet decoded. */
    public int position() {
        return at;
    }

    /** Returns the offset of the first byte that is not yet decoded. Exceptions use the same offsets. */
    public long offset() {
        return origin + at;
    }

    /**
     * Decodes one value. After an exception, the decoder must not be used any more.
     *
     * @throws QFormatException if the bytes are no value or exceed a limit
     */
    public Value value() {
        if (++depth > DEPTH_MAX) {
            throw malformed(Kind.DEPTH, at, "values nested deeper than " + DEPTH_MAX);
        }
        if (--valuesLeft < 0) {
            throw malformed(Kind.COUNT, at, "more values than may be in one message");
        }
        int start = at;
        int code = bytes[require(1)];
        Value value;
        if (code <= 0) {
            value = code == 0 ? vector(QType.LIST) : code == ERROR ? new ErrorValue(text()) : atom(code, start);
        } else {
            value = code < 20 ? vector(type(code, start)) : compound(code, start);
        }
        depth--;
        return value;
    }

    private Value atom(int code, int start) {
        QType type = type(-code, start);
        if (type == QType.SYMBOL && namesAtoms) {
            return new Atom(name());
        }
        return new Atom(type == QType.SYMBOL && namesCall && depth == CALL_DEPTH ? nameIfRoom() : items(type, 0, 1));
    }

    private SymbolVector name() {
        int start = at;
        at = terminator() + 1;
        return SymbolVector.ofIds(Symbols.nameId(bytes, start, at - 1));
    }

    private QVector nameIfRoom() {
        int start = at;
        try {
            return name();
        } catch (QFormatException failure) {
            if (failure.kind() != Kind.SYMBOLS) {
                throw failure;
            }
            at = start;
            return items(QType.SYMBOL, 0, 1);
        }
    }

    private QType type(int code, int start) {
        QType type = QType.ofCode(code);
        if (type == null) {
            throw malformed(Kind.TYPE, start, "no type " + bytes[start]);
        }
        return type;
    }

    private Value compound(int code, int start) {
        return switch (code) {
            case 98 -> flip(start);
            case DICTIONARY -> new QDictionary(value(), value());
            case SORTED_DICTIONARY -> new QDictionary(value(), value(), true);
            default -> {
                if (code < 100 || code > 111) {
                    throw malformed(Kind.TYPE, start, "no type " + code);
                }
                yield function(code);
            }
        };
    }

    private QVector vector(QType type) {
        int attribute = bytes[require(1)] & 0xFF;
        if ((attribute & WIDE_COUNT) != 0) {
            throw malformed(Kind.COUNT, at - 1, "a vector of more than 2^31 items");
        }
        return items(type, attribute, count());
    }

    private int count() {
        int countAt = require(Integer.BYTES);
        int count = LittleEndian.intAt(bytes, countAt, littleEndian);
        if (count < 0) {
            throw malformed(Kind.COUNT, countAt, "count " + count);
        }
        return count;
    }

    private QVector items(QType type, int attribute, int count) {
        int start = require((long) count * type.bytes());
        Object items = switch (type.storage()) {
            case SYMBOLS -> symbols(count);
            case VALUES -> values(count);
            default -> {
                Object numbers = type.newArray(count);
                Numbers.read(type.storage(), bytes, start, littleEndian, numbers, 0, count);
                yield numbers;
            }
        };
        return QVector.of(type, attribute, items, 0, count);
    }

    private int[] symbols(int count) {
        requireAhead(count, "symbols");
        int[] ids = new int[count];
        int next = readSymbols(ids);
        if (next < 0) {
            int start = to;
            while (start > at && bytes[start - 1] != 0) {
                start--;
            }
            throw malformed(Kind.TRUNCATED, start, "a text without its end");
        }
        at = next;
        return ids;
    }

    private int readSymbols(int[] ids) {
        if (!addsSymbols) {
            return SymbolBytes.readKnown(bytes, at, to, ids, ids.length);
        }
        try {
            return SymbolBytes.readAll(bytes, at, to, ids, 0, ids.length);
        } catch (QFormatException noRoom) {
            throw malformed(noRoom.kind(), (int) noRoom.offset(), noRoom.reason());
        }
    }

    private int terminator() {
        for (int i = at; i < to; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        throw malformed(Kind.TRUNCATED, at, "a text without its end");
    }

    private String text() {
        int start = at;
        int end = terminator();
        at = end + 1;
        return EscapedText.of(bytes, start, end - start);
    }

    private Value[] values(int count) {
        requireAhead(2L * count, "items"); // A value has at least two bytes.
        Value[] items = new Value[Math.min(count, LIST_ITEMS_MIN)];
        for (int i = 0; i < count; i++) {
            // The array starts small and grows, because a malformed message may claim a large count for each of many
            // nested lists. Arrays of these sizes would exhaust the memory.
            if (i == items.length) {
                items = Arrays.copyOf(items, (int) Math.min(count, (long) LIST_GROWTH * i));
            }
            items[i] = value();
        }
        return items;
    }

    private Flip flip(int start) {
        int attribute = bytes[require(1)] & 0xFF;
        Value content = value();
        if (content instanceof QDictionary stored && stored.values() instanceof Atom path && path.isSymbol()) {
            throw malformed(
                    Kind.TABLE,
                    start,
                    "a table on q's disk, " + ((SymbolVector) path.item()).textAt(0)
                            + ", is sent without its rows; ask q to select from it");
        }
        if (!(content instanceof QDictionary dictionary)
                || !(dictionary.keys() instanceof SymbolVector names)
                || !(dictionary.values() instanceof GeneralList values)) {
            throw malformed(Kind.TABLE, start, "not a dictionary of column names and columns");
        }
        if (names.size() != values.size()) {
            throw malformed(Kind.TABLE, start, names.size() + " names for " + values.size() + " columns");
        }
        Value[] columns = values.array();
        int rows = columns.length > 0 && columns[0] instanceof QVector first ? first.size() : 0;
        for (int i = 0; i < columns.length; i++) {
            if (!(columns[i] instanceof QVector column)) {
                throw malformed(Kind.TABLE, start, "column " + names.textAt(i) + " is not a list");
            }
            if (column.size() != rows) {
                throw malformed(
                        Kind.TABLE,
                        start,
                        "column " + names.textAt(i) + " has " + column.size() + " rows, the first " + rows);
            }
        }
        // The loop above has checked that each column is a vector.
        @SuppressWarnings("unchecked")
        List<QVector> vectors = (List<QVector>) (List<?>) List.of(columns);
        return new Flip(ColumnNames.of(names), vectors, attribute);
    }

    /** Decodes all bytes of a function, because the next value begins after them. */
    private QFunction function(int code) {
        switch (code) {
            case 100 -> {
                text(); // Skips the namespace of the lambda.
                return new QFunction(
                        code, 0, value() instanceof ByteVector body && body.type() == QType.CHAR ? body.text() : null);
            }
            case 101, 102, 103 -> {
                return new QFunction(code, bytes[require(1)] & 0xFF);
            }
            case 104, 105 -> {
                for (int left = count(); left > 0; left--) {
                    value();
                }
            }
            default -> value();
        }
        return new QFunction(code, 0);
    }

    /** Skips {@code count} bytes and returns the index of the first skipped byte. Fails if fewer bytes are left. */
    private int require(long count) {
        requireAhead(count, "bytes");
        int start = at;
        at += (int) count;
        return start;
    }

    private void requireAhead(long count, String what) {
        if (count > to - at) {
            throw missing(count, what);
        }
    }

    private QFormatException missing(long count, String what) {
        String reason = count + " " + what + " expected, " + (to - at) + " bytes left";
        return new QFormatException(Kind.TRUNCATED, origin + at, reason, count);
    }

    private QFormatException malformed(Kind kind, int where, String reason) {
        return new QFormatException(kind, origin + where, reason);
    }
}
