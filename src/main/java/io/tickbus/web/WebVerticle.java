package io.tickbus.web;

import io.tickbus.cluster.Clusters;
import io.tickbus.config.WebConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Status;
import io.tickbus.metrics.JvmMeters;
import io.tickbus.metrics.MeterGroup;
import io.tickbus.metrics.Meters;
import io.tickbus.metrics.Metric;
import io.tickbus.metrics.Outages;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.BindException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
    /**
     * The server closes a connection that has been idle for this time, in seconds. The time is twice the default scrape
     * interval of Prometheus, one minute.
     */
    private static final int IDLE_SECONDS_MAX = 120;

    private final @Nullable WebConfig given;
    private final List<String> required;
    private final PipelineParts parts = new PipelineParts();
    private @Nullable HttpServer server;
    private @Nullable JvmMeters jvm;
    private @Nullable SymbolMeters symbols;
    private @Nullable MeterGroup files;
    private int port;

    /**
     * Creates the verticle for a deployment by class name. The verticle reads its configuration from the deployment.
     */
    public WebVerticle() {
        this(null, List.of());
    }

    /**
     * @param config the configuration; null to read the configuration of the deployment
     * @param required names of the node's own subscribers; the node is not ready until each of them is live
     */
    public WebVerticle(@Nullable WebConfig config, List<String> required) {
        this.given = config;
        this.required = List.copyOf(required);
    }

    /** Returns the port on which the server listens. The port is known when the deployment has completed. */
    public int port() {
        return port;
    }

    /**
     * Returns the context of this verticle. A verticle that is deployed from this context is undeployed before this
     * verticle.
     */
    public Context context() {
        return context;
    }

    @Override
    public Future<?> start() {
        WebConfig config = given != null ? given : WebConfig.of(new JsonObject(config().encode()).getMap());
        jvm = Meters.of(vertx).ofJvm();
        symbols = new SymbolMeters(Meters.of(vertx));
        files = Meters.of(vertx).group();
        Outages outages = Outages.of(vertx);
        files.show(Metric.OUTAGES, () -> outages.all().size());
        MessageConsumer<JsonObject> statuses = vertx.eventBus().consumer(Addresses.STATUS, this::onStatus);
        vertx.setPeriodic(PipelineParts.CLOSED_FORGOTTEN_MS, timer -> parts.forgetOld(System.nanoTime()));
        OverviewAnswers overview = new OverviewAnswers(vertx, Clusters.nodeName(vertx), parts);
        return Future.all(statuses.completion(), overview.listen()).compose(listening -> listen(config, overview));
    }

    private void onStatus(Message<JsonObject> message) {
        parts.apply(Status.of(message.body()), Instant.now(), System.nanoTime());
    }

    private Future<?> listen(WebConfig config, OverviewAnswers overview) {
        Readiness readiness = new Readiness(required, config.readyLagMsMax(), config.readyMissingRowsMax());
        Router router = Router.router(vertx);
        probeRoute(router, "/metrics").handler(this::metrics);
        probeRoute(router, "/health/live").handler(request -> send(request, alive()));
        probeRoute(router, "/health/ready").handler(request -> send(request, ready(readiness)));
        SameOrigin sameOrigin = new SameOrigin(config.host(), config.names());
        router.get("/api/overview").handler(sameOrigin).handler(overview);
        LogLevels.addTo(router, sameOrigin);
        Page.addTo(router, vertx, sameOrigin);
        HttpServer created = vertx.createHttpServer(new HttpServerOptions()
                        .setIdleTimeout(IDLE_SECONDS_MAX)
                        .setHttp2ClearTextEnabled(false)) // Browsers and Prometheus use HTTP/2 only with TLS.
                .requestHandler(router);
        server = created;
        return created.listen(config.port(), config.host())
                .onSuccess(listening -> {
                    port = listening.actualPort();
                    LOG.atInfo()
                            .addKeyValue("address", "http://" + config.host() + ":" + port)
                            .log("web listens");
                })
                .recover(failure -> Future.failedFuture(new BindException(
                        "cannot listen on " + config.host() + ":" + config.port() + ": " + reason(failure))));
    }

    private static String reason(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private Health ready(Readiness readiness) {
        return readiness.of(parts, System.nanoTime(), Outages.of(vertx).all());
    }

    /** Returns a route for probes. The route accepts HEAD, because some probes read only the status. */
    private static Route probeRoute(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    /** Returns the answer to the liveness probe. If the event loop hangs, the probe gets no answer. */
    private static Health alive() {
        return new Health(List.of(new HealthCheck("event loop", true, "answers")));
    }

    private static void send(RoutingContext request, Health health) {
        request.response().setStatusCode(health.statusCode()).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        send(request, "application/json", health.toJson().encodePrettily() + "\n");
    }

    private static void send(RoutingContext request, String contentType, String text) {
        boolean headAlone = request.request().method().equals(HttpMethod.HEAD);
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, contentType).end(headAlone ? "" : text);
    }

    /** Answers with the metrics. A worker thread reads the metrics, because this takes long for thousands of tables. */
    private void metrics(RoutingContext request) {
        Meters meters = Meters.of(vertx);
        vertx.executeBlocking(meters::scrape, false)
                .onSuccess(text -> send(request, Meters.CONTENT_TYPE, text))
                .onFailure(request::fail);
    }

    @Override
    public Future<?> stop() {
        if (jvm != null) {
            jvm.close();
        }
        if (symbols != null) {
            symbols.close();
        }
        if (files != null) {
            files.close();
        }
        return server == null ? Future.succeededFuture() : server.close();
    }
}
