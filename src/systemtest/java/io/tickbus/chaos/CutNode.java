package io.tickbus.chaos;

import io.tickbus.cluster.Clusters;
import io.tickbus.cluster.MembershipMonitor;
import io.tickbus.config.ClusterConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.WebConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.QCodec;
import io.tickbus.store.TableVerticle;
import io.tickbus.web.WebVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node with tables and a client, which sends appends and queries continuously. Each acknowledgement, each answer,
 * each announcement of an owner on this node, and each health check that says that the node is ready as the owner, is
 * a line on standard output. A line has the kind, {@link System#nanoTime}, and the owner's epoch. All processes of a
 * machine have one clock.
 */
public final class CutNode {
    /** The kind of the line for a node that is ready as the owner. */
    static final String READY = "ready";

    private static final int PERIOD_MS = 20;
    private static final int HEALTH_PERIOD_MS = 100;
    private static final Pattern OWNER = Pattern.compile("node (\\S+) owns the tables, epoch (\\d+)");
    private static final String TABLE = "note";
    private static final DeliveryOptions IN_TIME = new DeliveryOptions().setSendTimeout(1000);

    private CutNode() {}

    /**
     * Runs until standard input ends.
     *
     * @param args the address of the node, and then the addresses of all members
     */
    public static void main(String... args) throws InterruptedException {
        Thread lifeline = new Thread(() -> Lifeline.follow(line -> {}), "lifeline");
        lifeline.setDaemon(true);
        lifeline.start();
        List<String> members = Arrays.asList(args).subList(1, args.length);
        ClusterConfig cluster = ClusterConfig.of(Map.of("host", args[0], "members", members, "trustedNetwork", true, "open", true), Map.of());
        while (true) {
            live(cluster);
        }
    }

    /** Joins the cluster, and leaves it when the node must leave. */
    private static void live(ClusterConfig cluster) {
        Vertx vertx = Clusters.join(cluster, QCodec.WIRE_VERSION).await();
        try (MembershipMonitor membership = MembershipMonitor.of(vertx)) {
            StoreConfig tables =
                    StoreConfig.of(Map.of("tables", Map.of(TABLE, Map.of("columns", Map.of("n", "long")))));
            QCodec.registerAll(vertx);
            vertx.deployVerticle(new TableVerticle(tables));
            vertx.eventBus().<JsonObject>consumer(Addresses.OWNER, owner -> {
                if (Clusters.nodeName(vertx).equals(owner.body().getString("node"))) {
                    say("owner", owner.body());
                }
            });
            vertx.setPeriodic(PERIOD_MS, due -> probe(vertx));
            watchHealth(vertx);
            String reason = membership.lost().await();
            System.err.println("leaves: " + reason);
        } finally {
            vertx.close().transform(closed -> Future.succeededFuture()).await();
        }
    }

    private static void probe(Vertx vertx) {
        vertx.eventBus()
                .<JsonObject>request(Addresses.append(TABLE), new JsonObject().put("n", 1), IN_TIME)
                .onSuccess(reply -> say("append", reply.body()));
        vertx.eventBus()
                .<JsonArray>request(Addresses.TABLES, new JsonObject(), IN_TIME)
                .onSuccess(reply -> say("answer", reply.body().getJsonObject(0)));
    }

    private static void watchHealth(Vertx vertx) {
        WebVerticle web = new WebVerticle(WebConfig.of(Map.of("port", 0), Map.of()), List.of());
        HttpClient client = vertx.createHttpClient();
        vertx.deployVerticle(web)
                .onSuccess(listening -> vertx.setPeriodic(HEALTH_PERIOD_MS, due -> client.request(
                                HttpMethod.GET, web.port(), "127.0.0.1", "/health/ready")
                        .compose(HttpClientRequest::send)
                        .compose(HttpClientResponse::body)
                        .onSuccess(health -> sayIfReady(health.toJsonObject(), Clusters.nodeName(vertx)))));
    }

    private static void sayIfReady(JsonObject health, String node) {
        for (Object each : health.getJsonArray("checks")) {
            JsonObject check = (JsonObject) each;
            Matcher owner = OWNER.matcher(check.getString("reason"));
            if (check.getString("status").equals("UP")
                    && owner.matches()
                    && owner.group(1).equals(node)) {
                System.out.println(READY + " " + System.nanoTime() + " " + owner.group(2));
            }
        }
    }

    private static void say(String what, JsonObject reply) {
        System.out.println(what + " " + System.nanoTime() + " " + reply.getLong("epoch"));
    }
}
