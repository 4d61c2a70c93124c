package io.tickbus.web;

import io.tickbus.cluster.Clusters;
import io.tickbus.config.WebConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Status;
import io.tickbus.metrics.JvmMeters;
import io.tickbus.metrics.MeterGroup;
import io.tickbus.metrics.Metric;
import io.tickbus.metrics.Outages;
import io.tickbus.metrics.PrometheusMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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

/**
 * The HTTP server of the {@link WebVerticle}, with the routes of metrics, health, overview, log levels and page. The
 * server needs the {@link WebLibraries}. Only the thread of the verticle uses this class.
 */
final class WebServer {
    /**
     * The server closes a connection that has been idle for this time, in seconds. The time is twice the default scrape
     * interval of Prometheus, one minute.
     */
    private static final int IDLE_SECONDS_MAX = 120;

    private final Vertx vertx;
    private final WebConfig config;
    private final List<String> required;
    private final PrometheusMeters meters;
    private final JvmMeters jvm;
    private final SymbolMeters symbols;
    private final MeterGroup files;
    private final PipelineParts parts = new PipelineParts();
    private @Nullable HttpServer server;

    /** @param required names of the subscribers that must be live before the node is ready */
    WebServer(Vertx vertx, WebConfig config, List<String> required) {
        this.vertx = vertx;
        this.config = config;
        this.required = required;
        this.meters = PrometheusMeters.of(vertx);
        this.jvm = meters.ofJvm();
        this.symbols = new SymbolMeters(meters);
        this.files = meters.group();
        Outages outages = Outages.of(vertx);
        files.show(Metric.OUTAGES, () -> outages.all().size());
    }

    /** Returns the port when the server listens. Fails with a {@link BindException} if it cannot listen. */
    Future<Integer> start() {
        MessageConsumer<JsonObject> statuses = vertx.eventBus().consumer(Addresses.STATUS, this::onStatus);
        vertx.setPeriodic(PipelineParts.CLOSED_FORGOTTEN_MS, timer -> parts.forgetOld(System.nanoTime()));
        OverviewAnswers overview = new OverviewAnswers(vertx, Clusters.nodeName(vertx), parts);
        return Future.all(statuses.completion(), overview.listen()).compose(listening -> listen(overview));
    }

    private void onStatus(Message<JsonObject> message) {
        parts.apply(Status.of(message.body()), Instant.now(), System.nanoTime());
    }

    private Future<Integer> listen(OverviewAnswers overview) {
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
                .map(HttpServer::actualPort)
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

    /**
     * Answers with the metrics. A worker thread reads the metrics, because reading takes long with thousands of tables.
     */
    private void metrics(RoutingContext request) {
        vertx.executeBlocking(meters::scrape, false)
                .onSuccess(text -> send(request, PrometheusMeters.CONTENT_TYPE, text))
                .onFailure(request::fail);
    }

    /** Closes the server and removes its meters. */
    Future<?> close() {
        jvm.close();
        symbols.close();
        files.close();
        return server == null ? Future.succeededFuture() : server.close();
    }
}
