package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.Deadline;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.client.Tables;
import io.tickbus.cluster.Clusters;
import io.tickbus.cluster.MembershipMonitor;
import io.tickbus.config.ClusterConfig;
import io.tickbus.event.Failure;
import io.tickbus.event.QCodec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A command that uses the tables of a cluster: a node of it without data, for as long as the command takes. */
final class ClientNode implements AutoCloseable {
    private static final int JOIN_MS_MAX = 60_000;
    /** For a new owner: longer than it takes the cluster to put out one that is frozen, and another to take its place. */
    private static final int OWNER_MS_MAX = 12_000;

    private static final int RETRY_MS = 250;

    private final ThreadSupply threads;
    private final Node node;
    private final MembershipMonitor membership;
    private final Tables tables;

    private ClientNode(Vertx vertx, ThreadSupply threads) {
        this.threads = threads;
        node = new Node(vertx);
        membership = MembershipMonitor.of(vertx);
        tables = new Tables(vertx);
    }

    /**
     * Joins the cluster.
     *
     * @throws CommandFailure when there is none
     */
    static ClientNode join(ClusterConfig cluster) throws CommandFailure, InterruptedException {
        ThreadSupply threads = ThreadSupply.require(ThreadSupply.CLUSTER_NODE_THREADS);
        try {
            Future<Vertx> joining = Clusters.joinAsClient(cluster, QCodec.WIRE_VERSION);
            return new ClientNode(Node.await(joining, JOIN_MS_MAX, ExitCode.START_FAILED, ""), threads);
        } catch (CommandFailure | InterruptedException none) {
            threads.close();
            throw none;
        }
    }

    Vertx vertx() {
        return node.vertx();
    }

    Tables tables() {
        return tables;
    }

    /**
     * Waits, however long it takes, unless the cluster goes.
     *
     * @throws CommandFailure with what went wrong
     */
    <T> T await(Future<T> future) throws CommandFailure, InterruptedException {
        Promise<T> first = Promise.promise();
        future.onSuccess(first::tryComplete).onFailure(first::tryFail);
        membership.lost().onSuccess(first::tryFail);
        return Node.await(first.future(), Long.MAX_VALUE, ExitCode.FAILED, "");
    }

    /**
     * Asks the owner, and again while there is none for the moment.
     *
     * @throws CommandFailure with what it says, or that there is none
     */
    <T> T request(Supplier<Future<T>> question) throws CommandFailure, InterruptedException {
        return await(completed(question, new Deadline(OWNER_MS_MAX)));
    }

    private <T> Future<T> completed(Supplier<Future<T>> question, Deadline deadline) {
        return question.get().recover(failure -> {
            boolean none = failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
            if (!none && !Failure.NOT_OWNER.isCauseOf(failure)) {
                return Future.failedFuture(failure);
            }
            return deadline.isOver()
                    ? Future.failedFuture("no node of the cluster owns the tables (tickbus run table --cluster)")
                    : vertx().timer(RETRY_MS, TimeUnit.MILLISECONDS).compose(now -> completed(question, deadline));
        });
    }

    /**
     * Checks that there is this table.
     *
     * @throws CommandFailure with those that there are
     */
    void requireTable(String table) throws CommandFailure, InterruptedException {
        List<JsonObject> all = request(tables::list);
        List<String> names =
                all.stream().map(each -> each.getString("table")).sorted().toList();
        RemoteTable.require(table, names);
    }

    @Override
    public void close() {
        membership.close();
        node.close();
        threads.close();
    }
}
