package io.tickbus.cli;

import io.tickbus.cluster.Clusters;
import io.tickbus.config.ClusterConfig;
import io.tickbus.event.Failure;
import io.tickbus.event.QCodec;
import io.tickbus.junit5.FreePort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The third program of a cluster: a foreign Vert.x application, which uses the addresses and JSON. */
final class ClusterMember implements AutoCloseable {
    private static final int WAIT_SECONDS_MAX = 60;
    private static final int RETRY_MS = 100;
    private static final int ANSWER_MS_MAX = 15_000;
    private static final Set<ReplyFailure> UNANSWERED = EnumSet.of(ReplyFailure.NO_HANDLERS, ReplyFailure.TIMEOUT);
    private static final DeliveryOptions AS_JSON = new DeliveryOptions().setSendTimeout(ANSWER_MS_MAX);

    private static final DeliveryOptions IN_TIME = new DeliveryOptions().setSendTimeout(WAIT_SECONDS_MAX * 1000L);

    private final int port;
    private final Vertx vertx;

    /** Forms a cluster on a port of its own, so that clusters of other tests are others. */
    ClusterMember() throws IOException, TimeoutException {
        port = FreePort.choose();
        vertx = Clusters.join(config(), QCodec.WIRE_VERSION).await(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private ClusterConfig config() {
        return ClusterConfig.of(Map.of("port", port, "members", List.of("127.0.0.1:" + port)), Map.of());
    }

    /** The section {@code cluster} for a further node. */
    String section() {
        return "cluster: {port: " + port + ", members: [\"127.0.0.1:" + port + "\"]}\n";
    }

    /** Returns Hazelcast's own configuration, for Vert.x's launcher. */
    String hazelcastXml() {
        return """
                <hazelcast xmlns="http://www.hazelcast.com/schema/config">
                  <cluster-name>tickbus</cluster-name>
                  <network>
                    <port auto-increment="true">%1$d</port>
                    <join>
                      <auto-detection enabled="false"/>
                      <multicast enabled="false"/>
                      <tcp-ip enabled="true"><member-list><member>127.0.0.1:%1$d</member></member-list></tcp-ip>
                    </join>
                    <interfaces enabled="true"><interface>127.0.0.1</interface></interfaces>
                  </network>
                  <multimap name="__vertx.subs">
                    <backup-count>1</backup-count>
                    <value-collection-type>SET</value-collection-type>
                  </multimap>
                </hazelcast>
                """.formatted(port);
    }

    /** Appends rows, when there is a node that takes them; gives its answer. */
    JsonObject append(String table, Object rows) throws TimeoutException {
        return ask("tickbus.table." + table + ".append", rows);
    }

    /** Sends rows to the present owner, without a retry. */
    Future<JsonObject> send(String table, Object rows) {
        return vertx.eventBus()
                .<JsonObject>request("tickbus.table." + table + ".append", rows, IN_TIME)
                .map(reply -> reply.body());
    }

    /** Rows of a table from an offset on, as soon as there are any. */
    JsonArray fetch(String table, long offset, int rowsMax) throws TimeoutException {
        JsonObject request =
                new JsonObject().put("offset", offset).put("rowsMax", rowsMax).put("waitMs", 10_000);
        while (true) {
            JsonArray rows = ask("tickbus.table." + table + ".fetch", request).getJsonArray("rows");
            if (!rows.isEmpty()) {
                return rows;
            }
        }
    }

    private JsonObject ask(String address, Object body) throws TimeoutException {
        return asked(address, body, WAIT_SECONDS_MAX * 1000 / RETRY_MS).await(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    }

    /** Asks again while no owner is there, or one that is not sure of it: such an owner has applied nothing. */
    private Future<JsonObject> asked(String address, Object body, int attempts) {
        return vertx.eventBus()
                .<JsonObject>request(address, body, AS_JSON)
                .map(reply -> reply.body())
                .recover(failure -> attempts > 0
                                && failure instanceof ReplyException reply
                                && (UNANSWERED.contains(reply.failureType()) || Failure.NOT_OWNER.isCauseOf(reply))
                        ? vertx.timer(RETRY_MS, TimeUnit.MILLISECONDS)
                                .compose(now -> asked(address, body, attempts - 1))
                        : Future.failedFuture(failure));
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
