package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;

/**
 * The fields of a record that a {@link QCodec} decodes. Indexes start at 0. Each method throws a
 * {@link ClassCastException} if the field has another type.
 *
 * @param items the fields
 */
public record WireFields(GeneralList items) {
    /**
     * {@return the text of a symbol}
     *
     * @param index the index of the field, from 0
     */
    public String symbol(int index) {
        return ((SymbolVector) ((Atom) items.valueAt(index)).item()).textAt(0);
    }

    /**
     * {@return the number in an atom} A boolean is 1 or 0.
     *
     * @param index the index of the field, from 0
     */
    public long longAt(int index) {
        return ((Atom) items.valueAt(index)).item().longAt(0);
    }

    /**
     * {@return the text of a char vector}
     *
     * @param index the index of the field, from 0
     */
    public String text(int index) {
        return ((ByteVector) items.valueAt(index)).text();
    }

    /**
     * {@return a value of any type}
     *
     * @param index the index of the field, from 0
     */
    public Value value(int index) {
        return items.valueAt(index);
    }

    /**
     * {@return a table}
     *
     * @param index the index of the field, from 0
     */
    public Flip flip(int index) {
        return (Flip) items.valueAt(index);
    }
}
