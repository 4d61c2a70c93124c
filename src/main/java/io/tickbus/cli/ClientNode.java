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

/**
 * A cluster node that holds no tables. Commands use it to send requests to the owner of the tables. {@link #close}
 * leaves the cluster. The methods that wait block the command's thread.
 */
final class ClientNode implements AutoCloseable {
    private static final int JOIN_MS_MAX = 60_000;
    /** Time limit for finding an owner of the tables, in ms. A takeover from an owner that hangs takes less time. */
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
     * @throws CommandFailure if no cluster answers or the operating system allows too few threads
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
     * Waits for a result without a time limit.
     *
     * @throws CommandFailure if the future fails, or if this node loses its cluster during the wait
     */
    <T> T await(Future<T> future) throws CommandFailure, InterruptedException {
        Promise<T> first = Promise.promise();
        future.onSuccess(first::tryComplete).onFailure(first::tryFail);
        membership.lost().onSuccess(first::tryFail);
        return Node.await(first.future(), Long.MAX_VALUE, ExitCode.FAILED, "");
    }

    /**
     * Sends a request to the owner of the tables, and repeats the request while there is no owner.
     *
     * @param question sends the request; called once per attempt
     * @throws CommandFailure if the owner refuses the request or no owner answers in time
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
     * Checks that a table exists.
     *
     * @throws CommandFailure if the table does not exist; the message lists the tables
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
