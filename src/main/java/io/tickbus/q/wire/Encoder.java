package io.tickbus.q.wire;

import io.tickbus.q.Atom;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.EscapedText;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolBytes;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import java.util.List;

/**
 * Encodes values as q IPC bytes, little-endian. The result is a message, or bytes without a header as in logs. The size
 * is computed first, and then the bytes are written to an array of this size. Thread-safe.
 */
public final class Encoder {
    private static final int VECTOR_HEAD_BYTES = 6; // The head of a vector is its type, attribute and count.

    private final byte[] bytes;
    private final int end;
    private int at;

    private Encoder(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /**
     * Returns a whole message with its header, uncompressed.
     *
     * @throws IllegalArgumentException if the value cannot be encoded; see {@link #canEncode}
     * @throws QFormatException of kind LENGTH if the bytes do not fit an array
     */
    public static byte[] message(MessageKind kind, Value value) {
        byte[] bytes = new byte[size(Header.BYTES, value)];
        encode(value, bytes, Header.BYTES, bytes.length);
        bytes[0] = 1;
        bytes[1] = (byte) kind.code();
        LittleEndian.INT.set(bytes, 4, bytes.length);
        return bytes;
    }

    /** Returns the bytes of a value without a header, as in logs. Throws the exceptions of {@link #message}. */
    public static byte[] body(Value value) {
        byte[] bytes = new byte[size(0, value)];
        encode(value, bytes, 0, bytes.length);
        return bytes;
    }

    /**
     * Returns the number of bytes of a value without a header.
     *
     * @throws QFormatException of kind LENGTH if the bytes do not fit an array
     */
    public static int size(Value value) {
        return size(0, value);
    }

    /**
     * Writes a value without a header to an array.
     *
     * @param from the index of the first byte
     * @param to the index after the last byte, which is {@code from} plus {@link #size(Value)}
     * @throws IllegalArgumentException if the value cannot be encoded
     */
    public static void encode(Value value, byte[] bytes, int from, int to) {
        new Encoder(bytes, from, to).value(value);
    }

    /**
     * Returns whether a value can be encoded. A value with a function other than a primitive cannot be encoded. The
     * function may be nested at any depth.
     */
    public static boolean canEncode(Value value) {
        if (value instanceof GeneralList list) {
            for (int i = 0; i < list.size(); i++) {
                if (!canEncode(list.valueAt(i))) {
                    return false;
                }
            }
            return true;
        }
        if (value instanceof Flip table) {
            for (QVector column : table.columns()) {
                if (!canEncode(column)) {
                    return false;
                }
            }
            return true;
        }
        if (value instanceof QDictionary dictionary) {
            return canEncode(dictionary.keys()) && canEncode(dictionary.values());
        }
        return !(value instanceof QFunction function) || function.isPrimitive();
    }

    /** Returns the index after the bytes of a value that begins at index {@code at}. */
    private static int size(int at, Value value) {
        if (value instanceof Atom atom) {
            return itemsSize(plus(at, 1), atom.item());
        }
        if (value instanceof QVector vector) {
            return itemsSize(plus(at, VECTOR_HEAD_BYTES), vector);
        }
        if (value instanceof Flip flip) {
            int end = plus(at, 3 + 2 * VECTOR_HEAD_BYTES);
            for (String name : flip.names()) {
                end = plus(end, EscapedText.bytes(name).length + 1);
            }
            for (QVector column : flip.columns()) {
                end = size(end, column);
            }
            return end;
        }
        if (value instanceof QDictionary dictionary) {
            return size(size(plus(at, 1), dictionary.keys()), dictionary.values());
        }
        return plus(at, value instanceof ErrorValue error ? 2 + EscapedText.bytes(error.text()).length : 2);
    }

    private static int itemsSize(int at, QVector vector) {
        if (vector instanceof SymbolVector symbols) {
            return plus(at, symbols.wireBytes());
        }
        if (vector instanceof GeneralList list) {
            int end = at;
            for (int i = 0; i < list.size(); i++) {
                end = size(end, list.valueAt(i));
            }
            return end;
        }
        return plus(at, (long) vector.size() * vector.type().bytes());
    }

    private static int plus(int at, long count) {
        if (at + count > Header.MESSAGE_BYTES_MAX) {
            throw new QFormatException(
                    QFormatException.Kind.LENGTH, at, "a message past " + Header.MESSAGE_BYTES_MAX + " bytes");
        }
        return (int) (at + count);
    }

    private void value(Value value) {
        if (value instanceof Atom atom) {
            oneByte(-atom.type().code());
            items(atom.item());
        } else if (value instanceof QVector vector) {
            vector(vector);
        } else if (value instanceof Flip flip) {
            flip(flip);
        } else if (value instanceof QDictionary dictionary) {
            oneByte(dictionary.sorted() ? 127 : 99);
            value(dictionary.keys());
            value(dictionary.values());
        } else if (value instanceof ErrorValue error) {
            oneByte(-128);
            text(EscapedText.bytes(error.text()));
        } else if (value instanceof QFunction function) {
            if (!function.isPrimitive()) {
                throw new IllegalArgumentException(
                        "a function of type " + function.code() + " is not kept and cannot be encoded");
            }
            oneByte(function.code());
            oneByte(function.opcode());
        }
    }

    private void vector(QVector vector) {
        oneByte(vector.type().code());
        oneByte(vector.attribute());
        word(vector.size());
        items(vector);
    }

    private void flip(Flip flip) {
        oneByte(98);
        oneByte(flip.attribute());
        oneByte(99);
        List<String> names = flip.names();
        oneByte(QType.SYMBOL.code());
        oneByte(0);
        word(names.size());
        for (String name : names) {
            text(EscapedText.bytes(name));
        }
        oneByte(QType.LIST.code());
        oneByte(0);
        word(flip.columns().size());
        for (QVector column : flip.columns()) {
            vector(column);
        }
    }

    private void items(QVector vector) {
        if (vector instanceof SymbolVector symbols) {
            at = SymbolBytes.writeAll(symbols.array(), symbols.offset(), symbols.size(), bytes, at, end);
        } else if (vector instanceof GeneralList list) {
            for (int i = 0; i < list.size(); i++) {
                value(list.valueAt(i));
            }
        } else {
            Numbers.put(vector, bytes, at);
            at += vector.size() * vector.type().bytes();
        }
    }

    private void oneByte(int value) {
        bytes[at++] = (byte) value;
    }

    private void word(int value) {
        LittleEndian.INT.set(bytes, at, value);
        at += Integer.BYTES;
    }

    private void text(byte[] text) {
        System.arraycopy(text, 0, bytes, at, text.length);
        at += text.length;
        oneByte(0);
    }
}
