package io.tickbus.cli;

import io.tickbus.event.BadRowsException;
import io.tickbus.event.RowsJson;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Dictionary;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table of a node, as its gateway shows it to q clients: questions are q's text, rows go with {@code .u.upd}. */
final class GatewayTable implements RemoteTable {
    private static final int ANSWER_TIMEOUT_MS = 60_000;
    /** Names that q's text can have. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");

    private final QHandle handle;
    private final QAddress address;
    private final String table;
    private @Nullable Schema schema;

    /**
     * Checks that the node has the table.
     *
     * @param handle to the gateway, which this closes
     * @throws Failed with the tables that there are, when this is none of them
     */
    GatewayTable(QHandle handle, QAddress address, String table) throws Failed, InterruptedException {
        this.handle = handle;
        this.address = address;
        this.table = table;
        try {
            requireTable();
        } catch (Failed | InterruptedException none) {
            handle.close();
            throw none;
        }
    }

    private void requireTable() throws Failed, InterruptedException {
        if (!(ask(ByteVector.utf8("tables[]")) instanceof SymbolVector names)) {
            throw unexpected("tables[]");
        }
        RemoteTable.require(
                table, IntStream.range(0, names.size()).mapToObj(names::textAt).toList());
        if (!NAME.matcher(table).matches()) {
            throw new Failed(
                    ExitCode.FAILED, table + ": no name that q's text can have; ask the cluster for it (--cluster)");
        }
    }

    /** Subscribes to the rows that come from now on. */
    void subscribe() throws Failed, InterruptedException {
        ask(call(".u.sub", Atom.symbol("")));
    }

    @Override
    public Schema schema() throws Failed, InterruptedException {
        if (schema == null) {
            Value empty = ask("select[0] from " + table);
            schema = empty instanceof Dictionary keyed && keyed.isKeyedTable()
                    ? Schema.of(keyed)
                    : Schema.of(rows(empty));
        }
        return schema;
    }

    @Override
    public long count(JsonObject where) throws Failed, InterruptedException {
        Flip counted = rows(ask("select rows:count i from " + table + SelectText.where(schema(), where)));
        return counted.column(0).longAt(0);
    }

    @Override
    public Flip first(int rowsMax, JsonObject where) throws Failed, InterruptedException {
        return some(rowsMax, where);
    }

    @Override
    public Flip last(int rowsMax, JsonObject where) throws Failed, InterruptedException {
        return some(-rowsMax, where);
    }

    /** @param count negative for the last rows */
    private Flip some(int count, JsonObject where) throws Failed, InterruptedException {
        return rows(ask(
                where.isEmpty()
                        ? "select[" + count + "] from " + table
                        : count + " sublist select from " + table + SelectText.where(schema(), where)));
    }

    @Override
    public String append(JsonArray rows) throws Failed, InterruptedException {
        Flip columns;
        try {
            columns = RowsJson.read(schema(), rows.getList());
        } catch (BadRowsException refused) {
            throw new Failed(ExitCode.FAILED, String.valueOf(refused.getMessage()));
        }
        ask(call(".u.upd", columns));
        return RemoteTable.rows(columns.size()) + " sent";
    }

    private GeneralList call(String function, Value argument) {
        return new GeneralList(ByteVector.utf8(function), Atom.symbol(table), argument);
    }

    private Value ask(String text) throws Failed, InterruptedException {
        return ask(ByteVector.utf8(text));
    }

    private Value ask(Value request) throws Failed, InterruptedException {
        Value answer;
        try {
            answer = handle.ask(request, ANSWER_TIMEOUT_MS);
        } catch (TimeoutException late) {
            throw new Failed(ExitCode.FAILED, String.valueOf(late.getMessage()));
        }
        if (answer instanceof ErrorValue error) {
            throw new Failed(ExitCode.FAILED, address + ": '" + error.text());
        }
        return answer;
    }

    private Flip rows(Value answer) throws Failed {
        Flip rows = rowsOf(answer);
        if (rows == null) {
            throw unexpected("a select");
        }
        return rows;
    }

    /** Returns the rows of a table, keyed or not; null for what is none. */
    static @Nullable Flip rowsOf(Value value) {
        return value instanceof Flip rows
                ? rows
                : value instanceof Dictionary keyed && keyed.isKeyedTable() ? keyed.unkeyed() : null;
    }

    private Failed unexpected(String request) {
        return new Failed(ExitCode.FAILED, address + ": what answers " + request + " there is no gateway of Tickbus");
    }

    @Override
    public void close() {
        handle.close();
    }
}
