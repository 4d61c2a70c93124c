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

/** A parsed request. {@link QText} creates requests from q text, and {@link Definitions} evaluates them. Immutable. */
public sealed interface Request {
    /** A literal value. */
    record Constant(Value value) implements Request {}

    /** The name of a variable or of a table. */
    record Name(String name) implements Request {}

    /** A call of a function with arguments, or a lookup of names in a context. */
    record Apply(String name, List<Request> arguments) implements Request {}

    /**
     * A select from one table. The owner of the table parses the text of the select.
     *
     * @param table the name after {@code from}
     * @param text the text of the select
     * @param before the number of characters before the select in the request
     */
    record Select(String table, String text, int before) implements Request {
        /**
         * Returns the text of the select, indented by the number of characters before the select. Column numbers in
         * errors therefore count from the start of the request.
         */
        public String inPlace() {
            return " ".repeat(before) + text;
        }
    }

    /** The list {@code (a;b;c)}. As in q, the last item is evaluated first. */
    record Items(List<Request> items) implements Request {}

    /** The statements {@code a;b;c}, evaluated from the first to the last. The last statement gives the result. */
    record Statements(List<Request> statements) implements Request {}

    /**
     * Parses a request in any form that q accepts: q text, a symbol, or a list. A symbol is a name. The first item of a
     * list is a function's name, as a symbol or as text. The other items are arguments. A list of symbols arrives as a
     * symbol vector.
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
                // A call without arguments passes the generic null, like f[] in q.
                arguments.add(new Constant(QFunction.GENERIC_NULL));
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

    /** Returns a list as q builds it. Atoms of one type become a vector of this type. */
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
