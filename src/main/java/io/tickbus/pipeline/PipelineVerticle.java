package io.tickbus.pipeline;

import io.tickbus.config.PipelineConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.gateway.GatewayVerticle;
import io.tickbus.javakdb.Javakdb;
import io.tickbus.q.SymbolUse;
import io.tickbus.q.Symbols;
import io.tickbus.store.TableVerticle;
import io.tickbus.subscriber.SubscriberVerticle;
import io.tickbus.tickerplant.TickerplantVerticle;
import io.tickbus.web.WebVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipeline of one node. It deploys four levels of verticles: the web verticle, the tickerplant, the tables, and
 * last the subscribers and the gateway. Each level is a child of the level before it. Vert.x undeploys children first.
 * Subscribers therefore deliver their last rows while the tables still exist.
 *
 * <p>Users deploy the verticle with a {@link Plan}, or by class name with a JSON configuration that has the keys of
 * {@code conf/reference.yaml}.
 */
public final class PipelineVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineVerticle.class);
    private static final DeploymentOptions STANDARD = new DeploymentOptions();
    /**
     * The deployment options of subscribers. Subscribers have their own worker pool, which also renews their leases. A
     * node therefore keeps its leases while threads of other pools are blocked.
     */
    private static final DeploymentOptions WORKER = new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName("tickbus-subscriber")
            .setWorkerPoolSize(4);

    private final @Nullable Plan given;

    /**
     * Creates the verticle for a deployment by class name, for example by Vert.x's launcher. The verticle reads its
     * configuration from the deployment options.
     */
    public PipelineVerticle() {
        this(null);
    }

    /**
     * Creates the verticle for a node.
     *
     * @param plan the parts that the node runs; null to read the deployment options
     */
    public PipelineVerticle(@Nullable Plan plan) {
        this.given = plan;
    }

    @Override
    public Future<?> start() {
        Plan plan = given != null ? given : Plan.of(fromDeployment(), Set.of(), 1);
        Javakdb.register(vertx); // Another node can send objects of javakdb to the tables of this node.
        Symbols.onNearlyFull(PipelineVerticle::warn);
        Symbols.bound(plan.config().symbols());
        TickerplantVerticle tickerplant =
                plan.tickerplant() == null ? null : new TickerplantVerticle(plan.tickerplant());
        TableVerticle table = plan.table() ? new TableVerticle(plan.config().store()) : null;
        Future<Context> tickerplantUp = web(plan)
                .compose(parent -> tickerplant == null
                        ? Future.succeededFuture(parent)
                        : listening("tickerplant", Deployments.under(parent, tickerplant, STANDARD))
                                .map(id -> tickerplant.context()));
        Future<Context> tableUp = table == null
                ? tickerplantUp
                : tickerplantUp
                        .compose(parent -> Deployments.under(parent, table, STANDARD))
                        .map(id -> table.context());
        return tableUp.compose(parent -> {
            int embeddedPort = tickerplant == null ? 0 : tickerplant.port(); // The port is known after the start.
            List<Future<String>> deployed = subscribers(plan, parent, embeddedPort);
            if (plan.gateway() != null) {
                GatewayVerticle gateway = new GatewayVerticle(plan.gateway());
                deployed.add(listening("gateway", Deployments.under(parent, gateway, STANDARD)));
            }
            // Waits for all deployments, even after a failure. Vert.x cannot undeploy a verticle that is starting.
            return Future.join(deployed);
        });
    }

    private static void warn(SymbolUse use) {
        LOG.atWarn()
                .addKeyValue("count", use.count())
                .addKeyValue("countMax", use.bounds().countMax())
                .addKeyValue("bytes", use.bytes())
                .addKeyValue("bytesMax", use.bounds().bytesMax())
                .log("four fifths of the symbol limit are used; at the limit, messages with new symbols are refused");
    }

    /**
     * Deploys the web verticle as the parent of all other verticles. The web verticle therefore answers requests while
     * the others start and stop. Returns the context of the next verticle's parent.
     */
    private Future<Context> web(Plan plan) {
        if (plan.web() == null) {
            return Future.succeededFuture(context);
        }
        List<String> required =
                plan.subscribers().stream().map(SubscriberConfig::name).toList();
        WebVerticle web = new WebVerticle(plan.web(), required);
        return listening("web", Deployments.under(context, web, STANDARD)).map(id -> web.context());
    }

    /** If a verticle cannot listen on its port, adds the port's configuration key to the message of the failure. */
    private static <T> Future<T> listening(String section, Future<T> deployed) {
        return deployed.recover(failure -> Future.failedFuture(
                failure instanceof BindException
                        ? new BindException(section + ".port: " + failure.getMessage())
                        : failure));
    }

    private PipelineConfig fromDeployment() {
        return PipelineConfig.of(new JsonObject(config().encode()).getMap(), System.getenv());
    }

    private static List<Future<String>> subscribers(Plan plan, Context parent, int embeddedPort) {
        List<Future<String>> deployed = new ArrayList<>();
        for (SubscriberConfig subscriber : plan.subscribers()) {
            SubscriberConfig reachable =
                    subscriber.connection().port() == 0 ? subscriber.withPort(embeddedPort) : subscriber;
            deployed.add(Deployments.under(parent, new SubscriberVerticle(reachable), WORKER));
        }
        return deployed;
    }
}
