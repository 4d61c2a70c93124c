package io.tickbus.publish;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymFilter;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.QError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes names that clients send, either as symbols or as text. The tickerplant and the gateway use this class.
 * Stateless and thread-safe.
 */
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

    /**
     * Decodes the second argument of {@code .u.sub} and {@code .u.add}. The empty symbol selects all rows. Other
     * symbols select rows by the column {@code sym}.
     *
     * @throws QError {@code type} for any other value
     */
    public static SymFilter filter(Value syms) {
        String one = of(syms);
        if (one != null) {
            return one.isEmpty() ? SymFilter.ALL : SymFilter.of(List.of(one));
        }
        if (!(syms instanceof QVector several) || (several.type() != QType.SYMBOL && several.type() != QType.LIST)) {
            throw QError.type("the syms are not symbols");
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < several.size(); i++) {
            String sym = of(several.valueAt(i));
            if (sym == null) {
                throw QError.type("the syms are not symbols");
            }
            names.add(sym);
        }
        return SymFilter.of(names);
    }
}
