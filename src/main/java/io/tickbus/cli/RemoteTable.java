package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A table of a running pipeline, which {@code query} and {@code send} use through a cluster or a gateway. Each method
 * blocks until the answer arrives. It fails with a {@link CommandFailure} that contains the reason.
 *
 * <p>{@code where} contains column names and values, as {@link io.tickbus.client.Tables} accepts them.
 */
interface RemoteTable extends AutoCloseable {
    /** Returns the columns, the key columns first. */
    Schema schema() throws CommandFailure, InterruptedException;

    /** Returns the number of rows. */
    long count(JsonObject where) throws CommandFailure, InterruptedException;

    /** Returns at most {@code rowsMax} rows from the start of the table. */
    Flip first(int rowsMax, JsonObject where) throws CommandFailure, InterruptedException;

    /** Returns at most {@code rowsMax} rows from the end of the table, in the table's order. */
    Flip last(int rowsMax, JsonObject where) throws CommandFailure, InterruptedException;

    /**
     * Adds rows, given as JSON objects. Either all rows are added or none.
     *
     * @return a text for the user: the number of rows, and their offset if it is known
     */
    String append(JsonArray rows) throws CommandFailure, InterruptedException;

    /** Closes the connection. */
    @Override
    void close();

    /**
     * Checks that a table is in a list.
     *
     * @throws CommandFailure if it is not; the message lists the tables
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

    /** Returns a number of rows as text. */
    static String rows(int count) {
        return count + (count == 1 ? " row" : " rows");
    }
}
