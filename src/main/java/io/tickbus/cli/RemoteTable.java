package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A table of a running pipeline. {@code query} and {@code send} use this interface for a cluster or a gateway. Each
 * method blocks until the answer arrives. A failed method throws a {@link CommandFailure} with the reason.
 *
 * <p>The parameter {@code where} maps column names to values, as {@link io.tickbus.client.Tables} accepts them.
 */
interface RemoteTable extends AutoCloseable {
    /** Returns the columns, the key columns first. */
    Schema schema() throws CommandFailure, InterruptedException;

    /** Returns the number of rows that have the values in {@code where}. */
    long count(JsonObject where) throws CommandFailure, InterruptedException;

    /** Returns the first rows that have the values in {@code where}, at most {@code rowsMax}. */
    Flip first(int rowsMax, JsonObject where) throws CommandFailure, InterruptedException;

    /** Returns the last rows that have the values in {@code where}, at most {@code rowsMax}, in the table's order. */
    Flip last(int rowsMax, JsonObject where) throws CommandFailure, InterruptedException;

    /**
     * Adds rows. Each row is a JSON object. The table receives either all rows or none.
     *
     * @return a message for the user with the number of rows and, if known, their offset
     */
    String append(JsonArray rows) throws CommandFailure, InterruptedException;

    @Override
    void close();

    /**
     * Checks that a list of tables contains a table.
     *
     * @param names the names of the tables
     * @throws CommandFailure if the list does not contain the table; the message lists the tables
     */
    static void require(String table, List<String> names) throws CommandFailure {
        if (!names.contains(table)) {
            String others = names.isEmpty() ? "there is none" : "there are " + String.join(", ", names);
            boolean isQuery = table.strip().indexOf(' ') > 0;
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "no table " + table + "; " + others + (isQuery ? "; a query goes with tickbus q" : ""));
        }
    }

    /** Returns a number of rows as text, such as {@code 2 rows}. */
    static String rows(int count) {
        return count + (count == 1 ? " row" : " rows");
    }
}
