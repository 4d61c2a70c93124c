package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A table of a running pipeline, as {@code query} and {@code send} use it. Each method waits for its answer, and fails with a
 * {@link CommandFailure} that says why there is none.
 *
 * <p>{@code where} has column names and values, as {@link io.tickbus.client.Tables} takes them.
 */
interface RemoteTable extends AutoCloseable {
    /** Returns the columns, the key in front. */
    Schema schema() throws CommandFailure, InterruptedException;

    /** Returns the number of rows. */
    long count(JsonObject where) throws CommandFailure, InterruptedException;

    /** Returns the first rows. */
    Flip first(int rowsMax, JsonObject where) throws CommandFailure, InterruptedException;

    /** Returns the last rows, in the table's order. */
    Flip last(int rowsMax, JsonObject where) throws CommandFailure, InterruptedException;

    /**
     * Adds rows, JSON objects. Either all are added or none.
     *
     * @return in words how many there are, and where
     */
    String append(JsonArray rows) throws CommandFailure, InterruptedException;

    /** Ends the connection. */
    @Override
    void close();

    /** Checks that a table is one of these; the failure names them. */
    static void require(String table, List<String> names) throws CommandFailure {
        if (!names.contains(table)) {
            String others = names.isEmpty() ? "there is none" : "there are " + String.join(", ", names);
            boolean isQuery = table.strip().indexOf(' ') > 0;
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "no table " + table + "; " + others + (isQuery ? "; a query goes with tickbus q" : ""));
        }
    }

    /** Returns a number of rows in words. */
    static String rows(int count) {
        return count + (count == 1 ? " row" : " rows");
    }
}
