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
 * /api/overview}, and serves the {@link Page}. Metrics and health contain numbers and names but no rows, so they are
 * answered under any host name: probes use names that no configuration lists. {@link SameOrigin} protects all other
 * routes.
 *
 * <p>Users deploy it with a configuration, or by class name with the keys of the section {@code web}. Deployed by class
 * name, it requires no subscriber.
 */
public final class WebVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(WebVerticle.class);
    /**
     * Time after which an idle connection is closed. Prometheus scrapes once a minute by default; the limit is twice
     * that.
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

    /** Creates the verticle by class name. It reads the configuration of its deployment. */
    public WebVerticle() {
        this(null, List.of());
    }

    /**
     * @param config the configuration; null for the deployment's
     * @param required names of the node's own subscribers, which must be live for the node to be ready even before their first report
     */
    public WebVerticle(@Nullable WebConfig config, List<String> required) {
        this.given = config;
        this.required = List.copyOf(required);
    }

    /** Returns the port on which the server listens. It is known after the deployment. */
    public int port() {
        return port;
    }

    /** Returns the context of this verticle. A verticle that is deployed under it ends first. */
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
                        .setHttp2ClearTextEnabled(false)) // without TLS, browsers and Prometheus use HTTP/1.1 only
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

    /** Returns a route for probes. Some probes send HEAD and look at the status only. */
    private static Route probeRoute(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    /** Returns the result for the liveness probe. An event loop that hangs gives no answer. */
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

    /** Answers with the metrics. The scrape runs on a worker thread, because thousands of tables take time. */
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
