package io.tickbus.pipeline;

import io.tickbus.config.GatewayConfig;
import io.tickbus.config.PipelineConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.TickerplantConfig;
import io.tickbus.config.WebConfig;
import io.tickbus.event.QCodec;
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
import io.vertx.core.net.SocketAddress;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
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
    private final Map<Role, SocketAddress> addresses = new ConcurrentHashMap<>();
    private volatile List<String> subscribers = List.of();

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

    /**
     * {@return the address at which the server of a role listens} If the configured port is 0, the address has the port
     * that the operating system chose. The result is null before the verticle is deployed, and if this pipeline does
     * not run a server of the role. Any thread may call this.
     *
     * @param role the role
     */
    public @Nullable SocketAddress address(Role role) {
        return addresses.get(role);
    }

    /**
     * {@return the names of the subscribers that this pipeline runs} The list is empty before the deployment begins. Any
     * thread may call this.
     */
    public List<String> subscribers() {
        return subscribers;
    }

    @Override
    public Future<?> start() {
        Plan plan = given != null ? given : Plan.of(fromDeployment(), Set.of(), 1);
        subscribers = plan.subscribers().stream().map(SubscriberConfig::name).toList();
        QCodec.registerAll(vertx); // so that the application can send rows, whatever the roles of this node are
        Symbols.onNearlyFull(PipelineVerticle::warn);
        Symbols.bound(plan.config().symbols());
        TickerplantConfig tickerplantConfig = plan.tickerplant();
        TickerplantVerticle tickerplant = tickerplantConfig == null ? null : new TickerplantVerticle(tickerplantConfig);
        TableVerticle table = plan.table() ? new TableVerticle(plan.config().store()) : null;
        Future<Context> tickerplantUp = web(plan)
                .compose(parent -> tickerplant == null || tickerplantConfig == null
                        ? Future.succeededFuture(parent)
                        : listening(
                                        Role.TICKERPLANT,
                                        tickerplantConfig.host(),
                                        tickerplant::port,
                                        Deployments.under(parent, tickerplant, STANDARD))
                                .map(id -> tickerplant.context()));
        Future<Context> tableUp = table == null
                ? tickerplantUp
                : tickerplantUp
                        .compose(parent -> Deployments.under(parent, table, STANDARD))
                        .map(id -> table.context());
        return tableUp.compose(parent -> {
            int embeddedPort = tickerplant == null ? 0 : tickerplant.port(); // the real port, even if 0 is configured
            List<Future<String>> deployed = subscribers(plan, parent, embeddedPort);
            GatewayConfig gatewayConfig = plan.gateway();
            if (gatewayConfig != null) {
                GatewayVerticle gateway = new GatewayVerticle(gatewayConfig);
                deployed.add(listening(
                        Role.GATEWAY,
                        gatewayConfig.host(),
                        gateway::port,
                        Deployments.under(parent, gateway, STANDARD)));
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
     * the others start and stop. Returns the context of the web verticle, or of this verticle if no web verticle is
     * configured.
     */
    private Future<Context> web(Plan plan) {
        WebConfig config = plan.web();
        if (config == null) {
            return Future.succeededFuture(context);
        }
        WebVerticle web = new WebVerticle(config, subscribers);
        return listening(Role.WEB, config.host(), web::port, Deployments.under(context, web, STANDARD))
                .map(id -> web.context());
    }

    /**
     * Records the address of a role after its verticle was deployed. If the port cannot be bound, the failure names the
     * configuration key of the port.
     */
    private <T> Future<T> listening(Role role, String host, IntSupplier port, Future<T> deployed) {
        return deployed.onSuccess(id -> addresses.put(role, SocketAddress.inetSocketAddress(port.getAsInt(), host)))
                .recover(failure -> Future.failedFuture(
                        failure instanceof BindException
                                ? new BindException(role + ".port: " + failure.getMessage())
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
