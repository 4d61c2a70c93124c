package io.tickbus.publish;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import org.jspecify.annotations.Nullable;

/** Decodes names that clients send, either as symbols or as text. Thread-safe. */
public final class ClientNames {
    private ClientNames() {}

    /** Returns the name in a value, or null if the value is neither a symbol nor text. */
    public static @Nullable String of(Value value) {
        if (value instanceof Atom atom && atom.item() instanceof SymbolVector symbol) {
            return symbol.textAt(0);
        }
        Value chars = value instanceof Atom atom ? atom.item() : value;
        return chars instanceof ByteVector text && text.type() == QType.CHAR ? text.text() : null;
    }
}
