package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;

/** The fields of a record as they came over the wire; one of another type is a {@link ClassCastException} at the codec. */
record Fields(GeneralList items) {
    String symbol(int index) {
        return ((SymbolVector) ((Atom) items.valueAt(index)).item()).textAt(0);
    }

    long longAt(int index) {
        return ((Atom) items.valueAt(index)).item().longAt(0);
    }

    String text(int index) {
        return ((ByteVector) items.valueAt(index)).text();
    }

    Value value(int index) {
        return items.valueAt(index);
    }

    Flip flip(int index) {
        return (Flip) items.valueAt(index);
    }
}
