package io.tickbus.publish;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.server.QError;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter on the values of column {@code sym}, for the rows that a subscriber receives. Immutable.
 *
 * @param syms ids in {@link io.tickbus.q.Symbols}, in the order in which the client sent them; null for all rows
 */
public record SymFilter(@Nullable Set<Integer> syms) {
    /** The column that filters apply to. */
    public static final String COLUMN = "sym";
    /** The filter that all rows pass. */
    public static final SymFilter ALL = new SymFilter(null);

    public SymFilter {
        syms = syms == null ? null : Collections.unmodifiableSet(new LinkedHashSet<>(syms));
    }

    /**
     * Decodes the second argument of {@code .u.sub} and {@code .u.add}. The empty symbol selects all rows. One or
     * several symbols select the rows that have these syms.
     *
     * @throws QError {@code type} if the value is anything else
     */
    public static SymFilter of(Value syms) {
        String one = ClientNames.of(syms);
        if (one != null) {
            return one.isEmpty() ? ALL : new SymFilter(Set.of(Symbols.id(one)));
        }
        if (!(syms instanceof QVector several) || (several.type() != QType.SYMBOL && several.type() != QType.LIST)) {
            throw QError.type("the syms are not symbols");
        }
        Set<Integer> ids = new LinkedHashSet<>();
        for (int i = 0; i < several.size(); i++) {
            String sym = ClientNames.of(several.valueAt(i));
            if (sym == null) {
                throw QError.type("the syms are not symbols");
            }
            ids.add(Symbols.id(sym));
        }
        return new SymFilter(ids);
    }

    /** Returns a filter that selects the rows of both filters. */
    public SymFilter union(SymFilter other) {
        if (syms == null || other.syms == null) {
            return ALL;
        }
        Set<Integer> ids = new LinkedHashSet<>(syms);
        ids.addAll(other.syms);
        return new SymFilter(ids);
    }

    /** Returns the filter in the format of {@code .u.w}: the empty symbol for all rows, else one symbol or several. */
    public Value toValue() {
        if (syms == null) {
            return Atom.symbol("");
        }
        SymbolVector several = SymbolVector.of(syms.stream().map(Symbols::text).toArray(String[]::new));
        return several.size() == 1 ? several.valueAt(0) : several;
    }

    /** Returns the rows that pass the filter, in the same order. Returns the given table if all rows pass. */
    public Flip select(Flip rows) {
        if (syms == null) {
            return rows;
        }
        SymbolVector column = (SymbolVector) rows.column(COLUMN);
        List<VectorBuilder> builders = Schema.of(rows).builders(0);
        int size = rows.size();
        int row = 0;
        while (row < size) {
            int from = row;
            while (row < size && syms.contains(column.idAt(row))) {
                row++;
            }
            if (row - from == size) {
                return rows;
            }
            append(rows, from, row - from, builders);
            while (row < size && !syms.contains(column.idAt(row))) {
                row++;
            }
        }
        return Schema.of(rows).flip(builders);
    }

    private static void append(Flip rows, int from, int count, List<VectorBuilder> builders) {
        for (int i = 0; count > 0 && i < builders.size(); i++) {
            builders.get(i).append(rows.column(i).slice(from, count));
        }
    }
}
