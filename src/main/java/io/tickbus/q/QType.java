package io.tickbus.q;

import org.jspecify.annotations.Nullable;

/**
 * The types of q's vectors. Each constant has the type's byte in messages, its letter, its name and its sizes. Raw
 * numbers are in q's units. Points in time count from 2000.01.01.
 *
 * <p>Source: <a href="https://code.kx.com/q/basics/datatypes/">Datatypes</a>.
 */
public enum QType {
    /** A general (mixed) list, whose items are values. */
    LIST(0, '*', "list", Storage.VALUES, 0),
    /** True or false, in one byte. */
    BOOLEAN(1, 'b', "boolean", Storage.BYTES, 1),
    /** A universally unique identifier. */
    GUID(2, 'g', "guid", Storage.GUIDS, 16),
    /** A byte, from 0x00 to 0xff. */
    BYTE(4, 'x', "byte", Storage.BYTES, 1),
    /** A whole number of 2 bytes. */
    SHORT(5, 'h', "short", Storage.SHORTS, 2),
    /** A whole number of 4 bytes. */
    INT(6, 'i', "int", Storage.INTS, 4),
    /** A whole number of 8 bytes. */
    LONG(7, 'j', "long", Storage.LONGS, 8),
    /** A floating-point number of 4 bytes. */
    REAL(8, 'e', "real", Storage.REALS, 4),
    /** A floating-point number of 8 bytes. */
    FLOAT(9, 'f', "float", Storage.FLOATS, 8),
    /** One byte of text. q declares no encoding. */
    CHAR(10, 'c', "char", Storage.BYTES, 1),
    /** Interned text. */
    SYMBOL(11, 's', "symbol", Storage.SYMBOLS, 0),
    /** Nanoseconds since 2000.01.01, without a time zone. */
    TIMESTAMP(12, 'p', "timestamp", Storage.LONGS, 8),
    /** Months since 2000.01. */
    MONTH(13, 'm', "month", Storage.INTS, 4),
    /** Days since 2000.01.01. */
    DATE(14, 'd', "date", Storage.INTS, 4),
    /** Days since 2000.01.01, as a float. */
    DATETIME(15, 'z', "datetime", Storage.FLOATS, 8),
    /** Nanoseconds. May be negative or longer than a day. */
    TIMESPAN(16, 'n', "timespan", Storage.LONGS, 8),
    /** Minutes. May be negative or past 24 hours. */
    MINUTE(17, 'u', "minute", Storage.INTS, 4),
    /** Seconds. May be negative or past 24 hours. */
    SECOND(18, 'v', "second", Storage.INTS, 4),
    /** Milliseconds. May be negative or past 24 hours. */
    TIME(19, 't', "time", Storage.INTS, 4);

    /** The kind of the Java array behind a vector. A symbol is stored as its id, and a guid as two longs. */
    public enum Storage {
        /** A {@code byte[]}. */
        BYTES(Byte.BYTES),
        /** A {@code short[]}. */
        SHORTS(Short.BYTES),
        /** An {@code int[]}. */
        INTS(Integer.BYTES),
        /** A {@code long[]}. */
        LONGS(Long.BYTES),
        /** A {@code float[]}. */
        REALS(Float.BYTES),
        /** A {@code double[]}. */
        FLOATS(Double.BYTES),
        /** A {@code long[]} with two longs for each guid. */
        GUIDS(2 * Long.BYTES),
        /** An {@code int[]} of ids in {@link Symbols}. */
        SYMBOLS(Integer.BYTES),
        // A reference counts as four bytes, because Java compresses references if the heap is at most 32 GB.
        /** A {@code Value[]}. */
        VALUES(Integer.BYTES);

        private final int bytes;

        Storage(int bytes) {
            this.bytes = bytes;
        }
    }

    private static final @Nullable QType[] BY_CODE = new QType[20];

    static {
        for (QType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;
    private final char letter;
    private final String qName;
    private final Storage storage;
    private final int bytes;

    QType(int code, char letter, String qName, Storage storage, int bytes) {
        this.code = code;
        this.letter = letter;
        this.qName = qName;
        this.storage = storage;
        this.bytes = bytes;
    }

    /** {@return the type byte of a vector} The type byte of an atom is the negative of this number. */
    public int code() {
        return code;
    }

    /** {@return the letter that q's {@code meta} shows for the type} */
    public char letter() {
        return letter;
    }

    /** {@return the name that q's {@code key} returns for the type} The name of a general list is {@code list}. */
    public String qName() {
        return qName;
    }

    /** {@return the size of an item in a message, in bytes} Returns 0 if the size varies. */
    public int bytes() {
        return bytes;
    }

    /**
     * {@return the size of an item in the array behind a vector, in bytes} For a general list, this is the size of a
     * reference.
     */
    public int arrayBytes() {
        return storage.bytes;
    }

    /** {@return the kind of the array behind a vector} */
    public Storage storage() {
        return storage;
    }

    /**
     * {@return a new array for {@code count} items of this type} For guids, the array holds two longs per item.
     *
     * @param count the number of items
     */
    public Object newArray(int count) {
        int length = this == GUID ? Math.multiplyExact(GuidVector.LONGS_PER_ITEM, count) : count;
        return switch (storage) {
            case BYTES -> new byte[length];
            case SHORTS -> new short[length];
            case INTS, SYMBOLS -> new int[length];
            case LONGS, GUIDS -> new long[length];
            case REALS -> new float[length];
            case FLOATS -> new double[length];
            case VALUES -> new Value[length];
        };
    }

    /**
     * {@return the type of a vector's type byte, or null if the type byte is unknown}
     *
     * @param code the type byte
     */
    public static @Nullable QType ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /**
     * {@return the type with a name of q, such as {@code timespan}} Returns null if no type has the name.
     *
     * @param qName the name
     */
    public static @Nullable QType named(String qName) {
        for (QType type : values()) {
            if (type.qName.equals(qName)) {
                return type;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return qName;
    }
}
