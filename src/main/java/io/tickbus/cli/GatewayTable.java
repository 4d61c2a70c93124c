package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.ServerAddress;
import io.tickbus.cli.q.QHandle;
import io.tickbus.event.BadRowsException;
import io.tickbus.event.RowsJson;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table of one node, which a command reaches through the node's gateway. Like a q client, the command sends queries
 * as q text and rows with {@code .u.upd}.
 */
final class GatewayTable implements RemoteTable {
    private static final int ANSWER_TIMEOUT_MS = 60_000;
    /** Matches the table names that q accepts as the name of a variable. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");

    private final QHandle handle;
    private final ServerAddress address;
    private final String table;
    private @Nullable Schema schema;

    /**
     * Checks that the table exists.
     *
     * @param handle the connection to the gateway; this table closes the connection, even if the constructor fails
     * @throws CommandFailure if the table does not exist; the message lists the tables
     */
    GatewayTable(QHandle handle, ServerAddress address, String table) throws CommandFailure, InterruptedException {
        this.handle = handle;
        this.address = address;
        this.table = table;
        try {
            requireTable();
        } catch (CommandFailure | InterruptedException none) {
            handle.close();
            throw none;
        }
    }

    private void requireTable() throws CommandFailure, InterruptedException {
        if (!(request(ByteVector.utf8("tables[]")) instanceof SymbolVector names)) {
            throw unexpected("tables[]");
        }
        RemoteTable.require(
                table, IntStream.range(0, names.size()).mapToObj(names::textAt).toList());
        if (!NAME.matcher(table).matches()) {
            throw new CommandFailure(ExitCode.FAILED, table + ": this name cannot be written in q text; use --cluster");
        }
    }

    /** Subscribes to the rows that the gateway publishes after this call. */
    void subscribe() throws CommandFailure, InterruptedException {
        request(call(".u.sub", Atom.symbol("")));
    }

    @Override
    public Schema schema() throws CommandFailure, InterruptedException {
        if (schema == null) {
            Value empty = request("select[0] from " + table);
            schema = empty instanceof QDictionary keyed && keyed.isKeyedTable()
                    ? Schema.of(keyed)
                    : Schema.of(rows(empty));
        }
        return schema;
    }

    @Override
    public long count(JsonObject where) throws CommandFailure, InterruptedException {
        Flip counted = rows(request("select rows:count i from " + table + SelectText.where(schema(), where)));
        return counted.column(0).longAt(0);
    }

    @Override
    public Flip first(int rowsMax, JsonObject where) throws CommandFailure, InterruptedException {
        return some(rowsMax, where);
    }

    @Override
    public Flip last(int rowsMax, JsonObject where) throws CommandFailure, InterruptedException {
        return some(-rowsMax, where);
    }

    /**
     * Returns rows from the start or the end of the table.
     *
     * @param count number of rows from the start; if negative, number of rows from the end
     */
    private Flip some(int count, JsonObject where) throws CommandFailure, InterruptedException {
        return rows(request(
                where.isEmpty()
                        ? "select[" + count + "] from " + table
                        : count + " sublist select from " + table + SelectText.where(schema(), where)));
    }

    @Override
    public String append(JsonArray rows) throws CommandFailure, InterruptedException {
        Flip columns;
        try {
            columns = RowsJson.read(schema(), rows.getList());
        } catch (BadRowsException refused) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(refused.getMessage()));
        }
        request(call(".u.upd", columns));
        return RemoteTable.rows(columns.size()) + " sent";
    }

    private GeneralList call(String function, Value argument) {
        return new GeneralList(ByteVector.utf8(function), Atom.symbol(table), argument);
    }

    private Value request(String text) throws CommandFailure, InterruptedException {
        return request(ByteVector.utf8(text));
    }

    private Value request(Value request) throws CommandFailure, InterruptedException {
        Value answer;
        try {
            answer = handle.request(request, ANSWER_TIMEOUT_MS);
        } catch (TimeoutException late) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(late.getMessage()));
        }
        if (answer instanceof ErrorValue error) {
            throw new CommandFailure(ExitCode.FAILED, address + ": '" + error.text());
        }
        return answer;
    }

    private Flip rows(Value answer) throws CommandFailure {
        Flip rows = rowsOf(answer);
        if (rows == null) {
            throw unexpected("a select");
        }
        return rows;
    }

    /** Returns the rows of a table or a keyed table, or null for any other value. */
    static @Nullable Flip rowsOf(Value value) {
        return value instanceof Flip rows
                ? rows
                : value instanceof QDictionary keyed && keyed.isKeyedTable() ? keyed.unkeyed() : null;
    }

    private CommandFailure unexpected(String request) {
        return new CommandFailure(
                ExitCode.FAILED, address + ": the server that answered " + request + " is not a Tickbus gateway");
    }

    @Override
    public void close() {
        handle.close();
    }
}
