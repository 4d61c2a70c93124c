package io.tickbus.q;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes values as q IPC bytes, little-endian. One thread at a time. */
public final class Encoder {
    private static final int CAPACITY_MIN = 64;

    private byte[] bytes;
    private int size;

    public Encoder(int capacity) {
        bytes = new byte[Math.max(CAPACITY_MIN, capacity)];
    }

    /** A whole message, header included. */
    public static byte[] message(MessageKind kind, Value value) {
        Encoder encoder = new Encoder(CAPACITY_MIN);
        encoder.size = Header.BYTES;
        encoder.value(value);
        encoder.bytes[0] = 1;
        encoder.bytes[1] = (byte) kind.code();
        Words.INT.set(encoder.bytes, 4, encoder.size);
        return encoder.toBytes();
    }

    /** A value without a header, as it is in a log. */
    public static byte[] body(Value value) {
        Encoder encoder = new Encoder(CAPACITY_MIN);
        encoder.value(value);
        return encoder.toBytes();
    }

    /** False where a value holds a function that was skipped on decoding, at any depth. */
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
            return table.columns().stream().allMatch(Encoder::canEncode);
        }
        if (value instanceof Dictionary dictionary) {
            return canEncode(dictionary.keys()) && canEncode(dictionary.values());
        }
        return !(value instanceof Function function) || function.isPrimitive();
    }

    /** What was written so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /**
     * Adds a value.
     *
     * @throws IllegalArgumentException for a function that was skipped on decoding, see {@link #canEncode}
     * @throws QFormatException of kind LENGTH when the bytes do not fit an array
     */
    public void value(Value value) {
        if (value instanceof Atom atom) {
            oneByte(-atom.type().code());
            items(atom.item());
        } else if (value instanceof Vector vector) {
            vector(vector);
        } else if (value instanceof Flip flip) {
            flip(flip);
        } else if (value instanceof Dictionary dictionary) {
            oneByte(dictionary.sorted() ? 127 : 99);
            value(dictionary.keys());
            value(dictionary.values());
        } else if (value instanceof ErrorValue error) {
            oneByte(-128);
            text(error.text().getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof Function function) {
            if (!function.isPrimitive()) {
                throw new IllegalArgumentException(
                        "a function of type " + function.code() + " is not kept and cannot be encoded");
            }
            oneByte(function.code());
            oneByte(function.opcode());
        }
    }

    private void vector(Vector vector) {
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
            text(Symbols.bytes(Symbols.id(name)));
        }
        oneByte(QType.LIST.code());
        oneByte(0);
        word(flip.columns().size());
        for (Vector column : flip.columns()) {
            vector(column);
        }
    }

    private void items(Vector vector) {
        if (vector instanceof SymbolVector symbols) {
            for (int i = 0; i < symbols.size(); i++) {
                text(Symbols.bytes(symbols.idAt(i)));
            }
        } else if (vector instanceof GeneralList list) {
            for (int i = 0; i < list.size(); i++) {
                value(list.valueAt(i));
            }
        } else {
            numbers(vector);
        }
    }

    private void numbers(Vector vector) {
        int count = vector.size();
        int at = room((long) count * vector.type().bytes());
        ByteBuffer target = ByteBuffer.wrap(bytes, at, size - at).order(ByteOrder.LITTLE_ENDIAN);
        if (vector instanceof ByteVector items) {
            target.put(items.array(), items.offset(), count);
        } else if (vector instanceof ShortVector items) {
            target.asShortBuffer().put(items.array(), items.offset(), count);
        } else if (vector instanceof IntVector items) {
            target.asIntBuffer().put(items.array(), items.offset(), count);
        } else if (vector instanceof LongVector items) {
            target.asLongBuffer().put(items.array(), items.offset(), count);
        } else if (vector instanceof RealVector items) {
            target.asFloatBuffer().put(items.array(), items.offset(), count);
        } else if (vector instanceof FloatVector items) {
            target.asDoubleBuffer().put(items.array(), items.offset(), count);
        } else if (vector instanceof GuidVector items) {
            int words = GuidVector.LONGS_PER_ITEM;
            target.order(ByteOrder.BIG_ENDIAN).asLongBuffer().put(items.array(), words * items.offset(), words * count);
        }
    }

    private void oneByte(int value) {
        int at = room(1); // first, since it may replace the array
        bytes[at] = (byte) value;
    }

    private void word(int value) {
        int at = room(Integer.BYTES);
        Words.INT.set(bytes, at, value);
    }

    private void text(byte[] text) {
        int at = room(text.length + 1L);
        System.arraycopy(text, 0, bytes, at, text.length);
        bytes[size - 1] = 0;
    }

    /** Makes room for {@code count} bytes and gives the index of the first. */
    private int room(long count) {
        int at = size;
        long wanted = at + count;
        if (wanted > bytes.length) {
            if (wanted > Header.MESSAGE_BYTES_MAX) {
                throw new QFormatException(
                        QFormatException.Kind.LENGTH, at, "a message past " + Header.MESSAGE_BYTES_MAX + " bytes");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(wanted, 2L * bytes.length), Header.MESSAGE_BYTES_MAX));
        }
        size = (int) wanted;
        return at;
    }
}
