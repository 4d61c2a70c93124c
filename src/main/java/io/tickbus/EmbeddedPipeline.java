package io.tickbus;

import io.tickbus.pipeline.PipelineVerticle;
import io.tickbus.pipeline.Role;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pipeline that a {@link Tickbus} deploys. Thread-safe. */
final class EmbeddedPipeline implements PipelineAccess {
    private static final Logger LOG = LoggerFactory.getLogger(Tickbus.class);

    private final Vertx vertx;
    private final PipelineVerticle pipeline;
    private final DeploymentOptions options;
    private volatile Future<String> deployed = Future.failedFuture("not deployed");

    EmbeddedPipeline(Vertx vertx, PipelineVerticle pipeline, DeploymentOptions options) {
        this.vertx = vertx;
        this.pipeline = pipeline;
        this.options = options;
    }

    @Override
    public Vertx vertx() {
        return vertx;
    }

    @Override
    public Future<List<String>> start() {
        deployed = vertx.deployVerticle(pipeline, options)
                .onFailure(failure -> LOG.atError()
                        .addKeyValue("reason", failure.getMessage())
                        .log("the pipeline cannot be deployed"));
        return deployed.map(id -> pipeline.subscribers());
    }

    @Override
    public @Nullable SocketAddress address(Role role) {
        return pipeline.address(role);
    }

    /**
     * Waits until the pipeline is deployed, and undeploys it. Does nothing if its parent verticle has already
     * undeployed it.
     */
    @Override
    public Future<?> close() {
        return deployed.transform(
                started -> started.succeeded() && vertx.deploymentIDs().contains(started.result())
                        ? vertx.undeploy(started.result())
                        : Future.succeededFuture());
    }
}
