package io.tickbus.gateway;

import io.tickbus.access.Permission;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.server.AccessControl;
import io.tickbus.server.Definitions;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.tickbus.server.Request;
import io.tickbus.server.Request.Name;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates indexing of a name. {@code t[i]} returns rows of a table by number, and {@code t`col} returns columns by
 * name. {@link GatewayCalls} uses this class. Only the necessary rows or columns are requested from the owner. Belongs
 * to the gateway's event loop.
 *
 * <p>Source: <a href="https://code.kx.com/q/basics/application/#indexing">Indexing</a>.
 */
final class Indexing {
    private final Definitions definitions;
    private final TableQueries tableQueries;

    Indexing(Definitions definitions, TableQueries tableQueries) {
        this.definitions = definitions;
        this.tableQueries = tableQueries;
    }

    /**
     * Evaluates {@code name[arguments]}. The form {@code name[]} returns the whole value.
     *
     * @return the value. Fails with the {@link QError} {@code nyi} if the name is unknown or the index is not
     *     supported.
     */
    Future<Value> apply(QConnection caller, String name, List<Request> arguments) {
        if (arguments.size() != 1) {
            return Future.failedFuture(QError.nyi(name));
        }
        if (definitions.isDefined(name)) {
            return definitions
                    .evaluate(caller, arguments.get(0))
                    .compose(index ->
                            definitions.evaluate(caller, new Name(name)).map(value -> of(value, index)));
        }
        AccessControl.require(caller, Permission.READ, name, name);
        return tableQueries
                .schema(name)
                .recover(failure -> Future.failedFuture(
                        failure instanceof QError error && error.kind() == QError.Kind.NAME
                                ? QError.nyi(name)
                                : failure))
                .compose(schema ->
                        definitions.evaluate(caller, arguments.get(0)).compose(index -> ofTable(name, schema, index)))
                .onSuccess(answer -> caller.audit().asked(name, TakeVerb.size(answer)));
    }

    private Future<Value> ofTable(String table, Schema schema, Value index) {
        if (QFunction.GENERIC_NULL.equals(index)) {
            return tableQueries.all(table);
        }
        QVector items = items(index);
        if (items == null || schema.keys() > 0) {
            throw QError.nyi(
                    "indexing " + table + (schema.keys() > 0 ? ", which is keyed; select from it" : " by this"));
        }
        if (items instanceof SymbolVector names) {
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                columns.add(names.textAt(i));
            }
            return tableQueries.columnsOf(table, schema, columns).map(rows -> of(rows, index));
        }
        long from = Long.MAX_VALUE;
        long to = -1; // The greatest requested row number. Infinity does not count.
        for (int i = 0; i < items.size(); i++) {
            long row = items.longAt(i);
            from = row >= 0 ? Math.min(from, row) : from;
            to = Math.max(to, row == Long.MAX_VALUE ? -1 : row);
        }
        long first = to < 0 ? 0 : from;
        return tableQueries
                .sublist(first, to < 0 ? 0 : to - from + 1, table)
                .map(rows -> of((Flip) rows, items, first, index instanceof Atom));
    }

    /** Indexes a value that is in memory. */
    private static Value of(Value value, Value index) {
        QVector items = items(index);
        if (QFunction.GENERIC_NULL.equals(index)) {
            return value;
        }
        if (value instanceof Flip table && items instanceof SymbolVector names) {
            List<Value> columns = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                columns.add(table.column(names.textAt(i)));
            }
            return index instanceof Atom ? columns.get(0) : Request.list(columns);
        }
        if (value instanceof QDictionary entries
                && entries.keys() instanceof SymbolVector keys
                && entries.values() instanceof GeneralList values
                && index instanceof Atom
                && items instanceof SymbolVector name) {
            for (int i = 0; i < keys.size(); i++) {
                if (keys.idAt(i) == name.idAt(0)) {
                    return values.valueAt(i);
                }
            }
            return new GeneralList(); // As in q, a missing key gives an empty list.
        }
        if (value instanceof QVector list && items != null && !(items instanceof SymbolVector)) {
            QVector found = rows(list, items, 0);
            return index instanceof Atom ? found.valueAt(0) : found;
        }
        throw QError.nyi("indexing of this by that");
    }

    private static Value of(Flip rows, QVector items, long first, boolean one) {
        Flip found = new Flip(
                rows.names(),
                rows.columns().stream()
                        .map(column -> rows(column, items, first))
                        .toList());
        return one ? TableShape.row(found) : found;
    }

    /**
     * Returns items of a column by row number, with a null for each missing row. The first item of the column has the
     * row number {@code first}.
     */
    private static QVector rows(QVector column, QVector items, long first) {
        VectorBuilder found = new VectorBuilder(column.type(), items.size());
        for (int i = 0; i < items.size(); i++) {
            long row = items.longAt(i) - first;
            if (items.longAt(i) >= 0 && row >= 0 && row < column.size()) {
                found.append(column.slice((int) row, 1));
            } else {
                found.appendNull();
            }
        }
        return found.build();
    }

    /** Returns the whole numbers or symbols of an index, or null if the index is not supported. */
    private static @Nullable QVector items(Value index) {
        QVector items = index instanceof Atom atom ? atom.item() : index instanceof QVector vector ? vector : null;
        return items != null
                        && List.of(QType.SHORT, QType.INT, QType.LONG, QType.SYMBOL)
                                .contains(items.type())
                        && items.size() > 0
                ? items
                : null;
    }
}
