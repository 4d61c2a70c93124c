package io.tickbus.chaos;

import com.hazelcast.core.Hazelcast;
import io.tickbus.cluster.Clusters;
import io.tickbus.cluster.MembershipMonitor;
import io.tickbus.config.ClusterConfig;
import io.tickbus.config.PipelineConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.QCodec;
import io.tickbus.event.ReplyFormat;
import io.tickbus.event.Rows;
import io.tickbus.event.Status;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A node of the cluster that runs no part of the pipeline and receives the reports of the other nodes. When it
 * becomes the oldest member, it leaves and joins again. The oldest member decides on the membership, and must be a
 * node that has faults.
 */
final class Observer implements AutoCloseable {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(3L * Status.PERIOD_MS);
    private static final long JOIN_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);
    private static final int ANSWER_MS_MAX = 2000;

    private record Heard(Status status, long nanos) {}

    private final ClusterSettings settings;
    private final Ownership ownership;
    private final Journal journal;
    private final Map<String, Placement> placements;
    private final Map<String, Heard> subscriptions = new ConcurrentHashMap<>(); // the last report of a running part
    private final Map<String, String> states = new ConcurrentHashMap<>(); // the key is a part and a node; for the log of changes
    private final Map<Integer, Long> heardNanos = new ConcurrentHashMap<>(); // the key is the index of a node
    private MembershipMonitor membership;
    private volatile Vertx vertx;

    Observer(ClusterSettings settings, Ownership ownership, Violations violations, Journal journal) {
        this.settings = settings;
        this.ownership = ownership;
        this.journal = journal;
        this.placements = ClusterSettings.SUBSCRIPTIONS.stream()
                .collect(Collectors.toMap(name -> name, name -> new Placement(name, violations)));
        Vertx joined = joined();
        this.vertx = joined;
        this.membership = watched(joined);
    }

    private Vertx joined() {
        JsonObject config = settings.config(settings.nodes(), 1); // the configuration of the nodes; no subscriber runs here
        ClusterConfig cluster = PipelineConfig.of(new JsonObject(config.encode()).getMap(), Map.of()).cluster();
        Vertx joined = joined(cluster);
        QCodec.registerAll(joined);
        var statuses = joined.eventBus().<JsonObject>consumer(Addresses.STATUS);
        statuses.handler(message -> heard(Status.of(message.body()), System.nanoTime()));
        var owners = joined.eventBus().<JsonObject>consumer(Addresses.OWNER);
        owners.handler(message -> heardOwner(message.body(), System.nanoTime()));
        statuses.completion().await();
        owners.completion().await();
        return joined;
    }

    private MembershipMonitor watched(Vertx joined) {
        MembershipMonitor watched = MembershipMonitor.of(joined);
        watched.lost().onSuccess(reason -> new Thread(() -> renewAfter(joined, reason), "observer-renewal").start());
        return watched;
    }

    /** Joins the cluster, and retries until the nodes have formed it. */
    private static Vertx joined(ClusterConfig cluster) {
        long start = System.nanoTime();
        while (true) {
            Future<Vertx> attempt = Clusters.joinAsClient(cluster, QCodec.WIRE_VERSION);
            attempt.transform(over -> Future.succeededFuture()).await();
            if (attempt.succeeded()) {
                return attempt.result();
            }
            if (System.nanoTime() - start > JOIN_NANOS_MAX) {
                throw new IllegalStateException("cannot watch the cluster", attempt.cause());
            }
        }
    }

    Vertx vertx() {
        return vertx;
    }

    private void heardOwner(JsonObject said, long nanos) {
        String node = said.getString("node");
        heardNode(node, nanos);
        ownership.heard(said.getLong("epoch"), node, nanos);
    }

    private void heard(Status status, long nanos) {
        heardNode(status.node(), nanos);
        tellChange(status);
        if (status.part().equals(Status.TABLE)) {
            if (status.state().equals("LIVE")) {
                ownership.heard(status.epoch(), status.node(), nanos);
            } else if (!status.state().equals(Status.STANDBY) || status.epoch() == 0) {
                ownership.heardIdle(status.node()); // a standby with an epoch is an owner in doubt
            }
            return;
        }
        Placement placement = placements.get(status.name());
        if (placement == null) {
            return;
        }
        if (status.state().equals(Status.STANDBY) || status.state().equals("STOPPED")) {
            placement.heardIdle(status.node());
        } else {
            placement.heard(status.node(), status.state().equals("LIVE"), nanos);
            if (placement.holder().equals(status.node())) {
                subscriptions.put(status.name(), new Heard(status, nanos));
            }
        }
    }

    private void tellChange(Status status) {
        String state = status.state() + " epoch " + status.epoch();
        if (!state.equals(states.put(status.name() + "@" + status.node(), state))) {
            journal.say("%s at node %d (%s): %s %s"
                    .formatted(status.name(), index(status.node()), status.node(), state, status.reason()));
        }
    }

    private void heardNode(String node, long nanos) {
        int index = index(node);
        if (index >= 0) {
            heardNanos.put(index, nanos);
        }
    }

    /** Returns the index of the node with a name; -1 if there is none. */
    int index(String node) {
        int port = node.indexOf(':') + 1;
        return port == 0 ? -1 : settings.nodeAt(Integer.parseInt(node.substring(port)));
    }

    /** Returns whether a node has reported recently, and since a time. */
    boolean hasHeard(int index, long sinceNanos) {
        Long nanos = heardNanos.get(index);
        return nanos != null && nanos - sinceNanos > 0 && System.nanoTime() - nanos < FRESH_NANOS;
    }

    /** Returns the index of the node that owns the tables or owned them last; -1 if it is unknown. */
    int ownerIndex() {
        return index(ownership.node());
    }

    /** Returns the index of the node that runs a subscription or ran it last; -1 if it is unknown. */
    int holderIndex(String subscription) {
        Placement placement = placements.get(subscription);
        return placement == null ? -1 : index(placement.holder());
    }

    int moves() {
        return placements.values().stream().mapToInt(Placement::moves).sum();
    }

    /** Returns whether there is an owner, and every subscription is LIVE under it. */
    boolean isLive() {
        long now = System.nanoTime();
        return ownership.isClear(now)
                && subscriptions.size() == placements.size()
                && subscriptions.values().stream()
                        .allMatch(heard -> heard.status.state().equals("LIVE")
                                && heard.status.epoch() == ownership.epoch()
                                && now - heard.nanos < FRESH_NANOS);
    }

    /** Returns whether all received rows are applied. */
    boolean hasNoLag() {
        return subscriptions.values().stream().allMatch(heard -> heard.status.lagRows() == 0);
    }

    /** Requests the progress from the owner. */
    Standing standing() throws IOException {
        Map<String, Long> numbers = new HashMap<>();
        JsonObject last = new JsonObject().put("op", "last").put("rows", 1);
        DeliveryOptions inTime = ReplyFormat.batch().setSendTimeout(ANSWER_MS_MAX);
        try {
            for (String table : Settings.TABLES) {
                Rows rows = vertx.eventBus()
                        .<Rows>request(Addresses.query(table), last, inTime)
                        .await(ANSWER_MS_MAX, TimeUnit.MILLISECONDS)
                        .body();
                numbers.put(
                        table,
                        rows.rows().size() == 0 ? 0 : new Row(rows.rows().columns(), 0).number());
            }
        } catch (ReplyException | TimeoutException | RejectedExecutionException noOwner) { // the owner was the last other node; this node joins again
            throw new IOException(noOwner);
        }
        return new Standing(isLive(), numbers);
    }

    /** Returns whether this node is the oldest member of the cluster. */
    boolean isOldest() {
        return Hazelcast.getAllHazelcastInstances().stream()
                .anyMatch(instance -> instance.getCluster().getMembers().iterator().next().localMember());
    }

    /** Leaves the cluster, and joins it as the youngest member. No report is missed. */
    synchronized void renew() {
        Vertx old = vertx;
        membership.close();
        vertx = joined();
        membership = watched(vertx);
        old.close().await();
        journal.say("the observer has joined anew");
    }

    /** Joins again after this process was alone or did not run for long, as every client must. */
    private synchronized void renewAfter(Vertx lost, String reason) {
        if (vertx == lost) {
            journal.say("the observer has lost the cluster: " + reason);
            renew();
        }
    }

    @Override
    public synchronized void close() {
        membership.close();
        vertx.close().await();
    }
}
