package io.tickbus.web;

import io.tickbus.config.WebConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of a node. It answers {@code /metrics}, {@code /health/live}, {@code /health/ready} and {@code
 * /api/overview}, and serves the {@link Page}. Metrics and health accept any host name, because probes use host names
 * that no configuration lists. Their answers contain numbers and names, but no rows. {@link SameOrigin} protects all
 * other routes.
 *
 * <p>Users deploy the verticle with a configuration, or by class name with the keys of the section {@code web}. If the
 * verticle is deployed by class name, readiness depends only on subscribers that have reported.
 */
public final class WebVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(WebVerticle.class);

    private final @Nullable WebConfig given;
    private final List<String> required;
    private @Nullable WebServer server;
    private int port;

    /**
     * Creates the verticle for a deployment by class name. The verticle reads its configuration from the deployment.
     */
    public WebVerticle() {
        this(null, List.of());
    }

    /**
     * Creates the verticle for a node.
     *
     * @param config the configuration; null to read the configuration of the deployment
     * @param required names of the node's own subscribers; the node is not ready until each of them is live
     */
    public WebVerticle(@Nullable WebConfig config, List<String> required) {
        this.given = config;
        this.required = List.copyOf(required);
    }

    /** {@return the port on which the server listens} The port is known when the deployment has completed. */
    public int port() {
        return port;
    }

    /** Returns the running server; null before the deployment. */
    @Nullable
    WebServer server() {
        return server;
    }

    /**
     * {@return the context of this verticle} A verticle that is deployed from this context is undeployed before this
     * verticle.
     */
    public Context context() {
        return context;
    }

    /**
     * Starts the server. Fails if a library of the role web is not on the class path. The failure names the library.
     */
    @Override
    public Future<?> start() {
        WebConfig config =
                given != null ? given : WebConfig.of(new JsonObject(config().encode()).getMap(), System.getenv());
        return vertx.executeBlocking(WebLibraries::require).compose(present -> listen(config));
    }

    private Future<?> listen(WebConfig config) {
        WebServer created = new WebServer(vertx, config, required);
        server = created;
        return created.start().onSuccess(bound -> {
            port = bound;
            LOG.atInfo()
                    .addKeyValue(
                            "address",
                            (config.listener().tls() == null ? "http://" : "https://")
                                    + config.listener().host() + ":" + bound)
                    .log("web listens");
        });
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }
}
