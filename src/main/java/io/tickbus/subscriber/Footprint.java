package io.tickbus.subscriber;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.Vector;

/** What values take in memory, about: enough to bound it. In bytes. */
final class Footprint {
    /** Of an object by itself, and of the reference to it. */
    private static final int OBJECT_BYTES = 48;

    private Footprint() {}

    static long of(Flip rows) {
        long bytes = 0;
        for (Vector column : rows.columns()) {
            bytes += of(column);
        }
        return bytes;
    }

    private static long of(Vector items) {
        if (items instanceof SymbolVector) {
            return (long) Integer.BYTES * items.size();
        }
        if (!(items instanceof GeneralList list)) {
            return (long) items.type().bytes() * items.size();
        }
        long bytes = 0;
        for (int i = 0; i < list.size(); i++) {
            bytes += OBJECT_BYTES + nested(list.valueAt(i));
        }
        return bytes;
    }

    private static long nested(Value value) {
        return value instanceof Vector vector ? of(vector) : value instanceof Atom ? Long.BYTES : OBJECT_BYTES;
    }
}
