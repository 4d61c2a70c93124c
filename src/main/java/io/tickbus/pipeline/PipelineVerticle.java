package io.tickbus.pipeline;

import io.tickbus.config.PipelineConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.gateway.GatewayVerticle;
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
 * The pipeline of one node. It deploys the web verticle, the tickerplant, the tables, and then the subscribers and the
 * gateway, each as a child of the verticle before. Vert.x undeploys children first. Subscribers therefore deliver their
 * last rows to tables that still exist, however the pipeline ends.
 *
 * <p>Users deploy it with a {@link Plan}, or by class name with a configuration as JSON that has the keys of {@code
 * conf/reference.yaml}.
 */
public final class PipelineVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineVerticle.class);
    private static final DeploymentOptions STANDARD = new DeploymentOptions();
    /**
     * The subscribers' own worker pool. Their leases are renewed on it, so blocked threads of another pool must not
     * cost a node its subscriptions.
     */
    private static final DeploymentOptions WORKER = new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName("tickbus-subscriber")
            .setWorkerPoolSize(4);

    private final @Nullable Plan given;

    /** Creates the verticle by class name, as Vert.x's launcher does. It reads the configuration of its deployment. */
    public PipelineVerticle() {
        this(null);
    }

    /** @param plan what the node runs; null to read the configuration of the deployment */
    public PipelineVerticle(@Nullable Plan plan) {
        this.given = plan;
    }

    @Override
    public Future<?> start() {
        Plan plan = given != null ? given : Plan.of(fromDeployment(), Set.of(), 1);
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
            int embeddedPort = tickerplant == null ? 0 : tickerplant.port(); // known, because it has started
            List<Future<String>> deployed = subscribers(plan, parent, embeddedPort);
            if (plan.gateway() != null) {
                GatewayVerticle gateway = new GatewayVerticle(plan.gateway());
                deployed.add(listening("gateway", Deployments.under(parent, gateway, STANDARD)));
            }
            // Waits for all of them even if one fails, because Vert.x cannot undeploy a verticle that is starting.
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
     * Deploys the web verticle as the parent of all others, so that it answers while they start and end. Returns the
     * context of the next parent.
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

    /** Adds the key of the port to the failure of a part that could not listen. */
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
