package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;

/**
 * The fields of a record, as a {@link QCodec} has decoded them from a message of another node. Each method throws a {@link
 * ClassCastException} if the field at the index, which counts from 0, has another type.
 */
public record WireFields(GeneralList items) {
    /** Returns a field that is a symbol. */
    public String symbol(int index) {
        return ((SymbolVector) ((Atom) items.valueAt(index)).item()).textAt(0);
    }

    /** Returns a field that is an atom of a whole number or a boolean. */
    public long longAt(int index) {
        return ((Atom) items.valueAt(index)).item().longAt(0);
    }

    /** Returns a field that is a char vector. */
    public String text(int index) {
        return ((ByteVector) items.valueAt(index)).text();
    }

    /** Returns a field of any type. */
    public Value value(int index) {
        return items.valueAt(index);
    }

    /** Returns a field that is a table. */
    public Flip flip(int index) {
        return (Flip) items.valueAt(index);
    }
}
