package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.client.ProducerSettings;
import io.tickbus.client.TableProducer;
import io.tickbus.event.AppendReply;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A table of a cluster that the command has joined as a client. */
final class ClusterTable implements RemoteTable {
    private final ClientNode node;
    private final String table;
    private final TableProducer producer;

    /**
     * Checks that the table exists.
     *
     * @param node the client node; this table closes the node, even if the constructor fails
     * @throws CommandFailure if the table does not exist; the message lists the tables
     */
    ClusterTable(ClientNode node, String table) throws CommandFailure, InterruptedException {
        this.node = node;
        this.table = table;
        try {
            node.requireTable(table);
        } catch (CommandFailure | InterruptedException none) {
            node.close();
            throw none;
        }
        this.producer = TableProducer.of(node.vertx(), ProducerSettings.of(table));
    }

    @Override
    public Schema schema() throws CommandFailure, InterruptedException {
        return node.request(() -> node.tables().schema(table));
    }

    @Override
    public long count(JsonObject where) throws CommandFailure, InterruptedException {
        return node.request(() -> node.tables().count(table, where));
    }

    @Override
    public Flip first(int rowsMax, JsonObject where) throws CommandFailure, InterruptedException {
        return node.request(() -> node.tables().first(table, rowsMax, where)).rows();
    }

    @Override
    public Flip last(int rowsMax, JsonObject where) throws CommandFailure, InterruptedException {
        return node.request(() -> node.tables().last(table, rowsMax, where)).rows();
    }

    @Override
    public String append(JsonArray rows) throws CommandFailure, InterruptedException {
        AppendReply appendReply = node.await(producer.send(rows));
        boolean passedOn = appendReply.offset() == AppendReply.NO_OFFSET;
        return RemoteTable.rows(appendReply.rows())
                + (passedOn ? " passed to the tickerplant" : " at offset " + appendReply.offset());
    }

    @Override
    public void close() {
        node.close();
    }
}
