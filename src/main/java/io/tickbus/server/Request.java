package io.tickbus.server;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFunction;
import io.tickbus.q.QLexer;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed request. {@link QText} creates it from q text, {@link Definitions} evaluates it. Immutable. */
public sealed interface Request {
    /** A value. */
    record Constant(Value value) implements Request {}

    /** The value of a name. */
    record Name(String name) implements Request {}

    /** A function with its arguments, or a context with the names to look up in it. */
    record Apply(String name, List<Request> arguments) implements Request {}

    /**
     * A select over one table, whose text is not parsed here.
     *
     * @param table the name after {@code from}
     * @param text the text from {@code select} on
     * @param before the number of characters of the request before the select
     */
    record Select(String table, String text, int before) implements Request {
        /** Returns the text with blanks before it, so that columns in errors are columns of the whole request. */
        public String inPlace() {
            return " ".repeat(before) + text;
        }
    }

    /** The list {@code (a;b;c)}, which is evaluated from the right as in q. */
    record Items(List<Request> items) implements Request {}

    /** The statements {@code a;b;c}, which are evaluated from the left. The result is that of the last one. */
    record Statements(List<Request> statements) implements Request {}

    /**
     * Parses a request in any form that q accepts. The forms are q text; a symbol, which is a name; and a list whose first item
     * names a function, as a symbol or text, and whose other items are its arguments. A list of symbols only arrives as a symbol
     * vector.
     *
     * @throws QError {@code parse} for wrong text, {@code nyi} for a request that needs a q interpreter
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
                arguments.add(new Constant(QFunction.GENERIC_NULL)); // like f[]
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
        if (!QLexer.isName(text)) {
            throw QError.nyi(text.length() > QText.SHOWN_MAX ? text.substring(0, QText.SHOWN_MAX) + ".." : text);
        }
        return text;
    }

    private static @Nullable String text(Value value) {
        Value chars = value instanceof Atom atom ? atom.item() : value;
        return chars instanceof ByteVector vector && vector.type() == QType.CHAR ? vector.text() : null;
    }

    /** Returns a list as q builds it: atoms of one type become a vector of that type. */
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
