package io.tickbus.gateway;

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
import io.tickbus.server.Permission;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.tickbus.server.Request;
import io.tickbus.server.Request.Name;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a name stands for, indexed: rows of a table by number, as {@code t[i]}, and columns by name, as {@code t`col}. Only those
 * are asked for.
 *
 * <p>Source: <a href="https://code.kx.com/q/basics/application/#indexing">Indexing</a>.
 */
final class Indexing {
    private final Definitions definitions;
    private final TableQueries questions;

    Indexing(Definitions definitions, TableQueries questions) {
        this.definitions = definitions;
        this.questions = questions;
    }

    /** As {@code name[arguments]}; nothing between the brackets is all of it. */
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
        AccessControl.require(caller, Permission.READ, name);
        return questions
                .schema(name)
                .recover(failure -> Future.failedFuture(
                        failure instanceof QError error && error.kind() == QError.Kind.NAME
                                ? QError.nyi(name)
                                : failure))
                .compose(schema ->
                        definitions.evaluate(caller, arguments.get(0)).compose(index -> ofTable(name, schema, index)));
    }

    private Future<Value> ofTable(String table, Schema schema, Value index) {
        if (QFunction.GENERIC_NULL.equals(index)) {
            return questions.all(table);
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
            return questions.columnsOf(table, schema, columns).map(rows -> of(rows, index));
        }
        long from = Long.MAX_VALUE;
        long to = -1; // of the rows that can be there
        for (int i = 0; i < items.size(); i++) {
            long row = items.longAt(i);
            from = row >= 0 ? Math.min(from, row) : from;
            to = Math.max(to, row == Long.MAX_VALUE ? -1 : row);
        }
        long first = to < 0 ? 0 : from;
        return questions
                .sublist(first, to < 0 ? 0 : to - from + 1, table)
                .map(rows -> of((Flip) rows, items, first, index instanceof Atom));
    }

    /** What is here already, indexed. */
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
            return new GeneralList(); // as q has it for what is not there
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

    /** Items by number, nulls where there are none; item 0 of the column has the number {@code first}. */
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

    /** Whole numbers or symbols; null for what is no index here. */
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
