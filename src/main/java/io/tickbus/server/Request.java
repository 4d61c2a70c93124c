package io.tickbus.server;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request, understood: what {@link Definitions} evaluates. */
public sealed interface Request {
    /** A value as it stands. */
    record Constant(Value value) implements Request {}

    /** What a name stands for. */
    record Name(String name) implements Request {}

    /** A named function with its arguments, or a named context with the names to look up in it. */
    record Apply(String name, List<Request> arguments) implements Request {}

    /**
     * A question over one table, which is not looked into here.
     *
     * @param table behind {@code from}
     * @param text from {@code select} on
     * @param before characters of the request before it
     */
    record Select(String table, String text, int before) implements Request {
        /** The text with blanks for what comes before it, so that columns in errors are those of the request. */
        public String inPlace() {
            return " ".repeat(before) + text;
        }
    }

    /** {@code (a;b;c)}, evaluated from the right as in q. */
    record Items(List<Request> items) implements Request {}

    /** {@code a;b;c}, evaluated from the left; the last one is the result. */
    record Statements(List<Request> statements) implements Request {}

    /**
     * Understands a request in any form that q takes: text; a list whose head, symbol or text, names the function and whose
     * rest are its arguments; the same as a symbol vector, which is what q makes of it when all items are symbols; a symbol.
     *
     * @throws QError {@code parse} for bad text, {@code nyi} for what only a q interpreter could do
     */
    static Request of(Value request) {
        String text = text(request);
        if (text != null) {
            return QText.parse(text);
        }
        if (request instanceof Atom atom && atom.item() instanceof SymbolVector symbol) {
            return new Name(symbol.textAt(0));
        }
        if (request instanceof QVector list
                && list.size() > 0
                && (list instanceof SymbolVector || list.type() == QType.LIST)) {
            List<Request> arguments = new ArrayList<>();
            for (int i = 1; i < list.size(); i++) {
                arguments.add(new Constant(list.valueAt(i)));
            }
            if (arguments.isEmpty()) {
                arguments.add(new Constant(QFunction.GENERIC_NULL)); // as f[]
            }
            return new Apply(name(list.valueAt(0)), arguments);
        }
        throw QError.nyi("a request that is neither text nor a list with a function's name at its head");
    }

    private static String name(Value head) {
        String text =
                head instanceof Atom atom && atom.item() instanceof SymbolVector symbol ? symbol.textAt(0) : text(head);
        if (text == null) {
            throw QError.nyi("a list whose head is no function's name");
        }
        if (!QText.isName(text)) {
            throw QError.nyi(text.length() > QText.SHOWN_MAX ? text.substring(0, QText.SHOWN_MAX) + ".." : text);
        }
        return text;
    }

    private static @Nullable String text(Value value) {
        Value chars = value instanceof Atom atom ? atom.item() : value;
        return chars instanceof ByteVector vector && vector.type() == QType.CHAR ? vector.text() : null;
    }

    /** A list as q makes it: atoms of one type become a vector of that type. */
    static QVector list(List<Value> items) {
        QType type = items.isEmpty() || !(items.get(0) instanceof Atom first) ? QType.LIST : first.type();
        boolean same =
                type != QType.LIST && items.stream().allMatch(item -> item instanceof Atom atom && atom.type() == type);
        if (!same) {
            return new GeneralList(items.toArray(Value[]::new));
        }
        var builder = new VectorBuilder(type, items.size());
        items.forEach(builder::append);
        return builder.build();
    }
}
