package io.tickbus.web;

import io.tickbus.access.FileWatch;
import io.tickbus.access.Permission;
import io.tickbus.access.RefusalCounts;
import io.tickbus.access.ServerKeys;
import io.tickbus.access.Users;
import io.tickbus.cluster.Clusters;
import io.tickbus.config.KeyStoreConfig;
import io.tickbus.config.OpenIdConfig;
import io.tickbus.config.WebConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Status;
import io.tickbus.logging.Repeats;
import io.tickbus.metrics.JvmMeters;
import io.tickbus.metrics.MeterGroup;
import io.tickbus.metrics.Metric;
import io.tickbus.metrics.Outages;
import io.tickbus.metrics.PrometheusMeters;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The HTTP server of the {@link WebVerticle}, with the routes of metrics, health, overview, log levels and page. The
 * server needs the {@link WebLibraries}. Only the thread of the verticle uses this class.
 */
final class WebServer {
    /** Time between two checks of the connections, in ms. */
    private static final long CHECK_EVERY_MS = 1000;

    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;
    private static final int CONTENT_TOO_LARGE = 413;

    private final Vertx vertx;
    private final WebConfig config;
    private final List<String> required;
    private final PrometheusMeters meters;
    private final JvmMeters jvm;
    private final SymbolMeters symbols;
    private final MeterGroup files;
    private final PipelineParts parts = new PipelineParts();
    private final RefusalCounts<WebRefusal> refusals;
    private final OpenConnections connections;
    private final Repeats failures = new Repeats(LoggerFactory.getLogger(WebVerticle.class));
    private @Nullable FileWatch keyWatch;
    private @Nullable OpenIdProvider provider;
    private @Nullable HttpServer server;

    /** @param required names of the subscribers that must be live before the node is ready */
    WebServer(Vertx vertx, WebConfig config, List<String> required) {
        this.vertx = vertx;
        this.config = config;
        this.required = required;
        this.refusals = WebRefusal.newCounts(config.listener().users() != null);
        this.connections = new OpenConnections(config.connectionsMax(), refusals);
        this.meters = PrometheusMeters.of(vertx);
        this.jvm = meters.ofJvm();
        this.symbols = new SymbolMeters(meters);
        this.files = meters.group();
        Outages outages = Outages.of(vertx);
        files.show(Metric.OUTAGES, () -> outages.all().size());
        for (WebRefusal kind : WebRefusal.values()) {
            files.show(
                    Metric.WEB_REFUSALS,
                    () -> refusals.count(kind),
                    "kind",
                    kind.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Returns the port when the server listens. Fails with a {@link BindException} if it cannot listen. */
    Future<Integer> start() {
        MessageConsumer<JsonObject> statuses = vertx.eventBus().consumer(Addresses.STATUS, this::onStatus);
        vertx.setPeriodic(PipelineParts.CLOSED_FORGOTTEN_MS, timer -> parts.forgetOld(System.nanoTime()));
        OverviewAnswers overview = new OverviewAnswers(vertx, Clusters.nodeName(vertx), parts);
        Path file = config.listener().users();
        OpenIdConfig openId = config.openId();
        provider = openId == null ? null : OpenIdProvider.start(vertx, openId);
        return Future.all(statuses.completion(), overview.listen())
                .compose(listening -> file == null ? Future.succeededFuture() : Users.ofFile(vertx, file))
                .compose(users -> listen(routes(overview, users)));
    }

    /** Returns the routes of the running server. */
    List<Route> routes() {
        return server != null && server.requestHandler() instanceof Router router ? router.getRoutes() : List.of();
    }

    private void onStatus(Message<JsonObject> message) {
        parts.apply(Status.of(message.body()), Instant.now(), System.nanoTime());
    }

    /** @param users the users, or null if every client has all rights */
    private Router routes(OverviewAnswers overview, @Nullable Users users) {
        Router router = Router.router(vertx);
        router.route()
                .handler(WebServer::checkSyntax)
                .handler(WebServer::limitBody)
                .failureHandler(this::failed);
        Readiness readiness = new Readiness(required, config.readyLagMsMax(), config.readyMissingRowsMax());
        probeRoute(router, "/health/live").handler(request -> send(request, alive()));
        probeRoute(router, "/health/ready").handler(request -> send(request, ready(readiness)));
        Access access = users == null
                ? Access.open(refusals)
                : Access.of(vertx, router, users, provider, config.listener().tls() != null, refusals);
        Route metricsRoute = probeRoute(router, "/metrics");
        if (!config.openMetrics()) {
            metricsRoute.handler(access.require(Permission.READ));
        }
        metricsRoute.handler(this::metrics);
        SameOrigin sameOrigin = new SameOrigin(config.listener().host(), config.names(), refusals);
        access.addLogin(router, sameOrigin);
        Handler<RoutingContext> readers = access.require(Permission.READ);
        router.get("/api/overview").handler(sameOrigin).handler(readers).handler(overview);
        router.get("/api/tables").handler(sameOrigin).handler(readers).handler(overview::answerTables);
        LogLevels.addTo(router, sameOrigin, access.require(Permission.ADMIN));
        Page.addTo(router, vertx, sameOrigin, readers, access.bridge());
        return router;
    }

    /** Refuses a request whose path has wrong percent escapes. The routes behind cannot match such a path. */
    private static void checkSyntax(RoutingContext request) {
        try {
            request.normalizedPath();
        } catch (IllegalArgumentException wrong) {
            request.response().setStatusCode(BAD_REQUEST).end("the path is malformed\n");
            return;
        }
        request.next();
    }

    /** Refuses a request with a long body before its body arrives. {@link OpenConnection} limits bodies without a length. */
    private static void limitBody(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        // Netty has checked that the header is a number.
        if (length == null || Long.parseLong(length.strip()) <= OpenConnection.BODY_BYTES_MAX) {
            request.next();
            return;
        }
        request.response()
                .setStatusCode(CONTENT_TOO_LARGE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end("a body has at most " + OpenConnection.BODY_BYTES_MAX + " bytes\n");
    }

    private Future<Integer> listen(Router router) {
        HttpServer created = vertx.createHttpServer(ServerOptions.of(config))
                .connectionHandler(connections::add)
                .requestHandler(router);
        vertx.setPeriodic(CHECK_EVERY_MS, timer -> connections.closeLate());
        // The bridge throws on some malformed messages. Without this handler, each would log a stack trace.
        vertx.getOrCreateContext().exceptionHandler(this::failed);
        server = created;
        KeyStoreConfig tls = config.listener().tls();
        if (tls != null) {
            keyWatch = FileWatch.start(
                    vertx,
                    tls.file(),
                    () -> created.updateSSLOptions(new ServerSSLOptions().setKeyCertOptions(ServerKeys.of(tls)), true));
        }
        String host = config.listener().host();
        int port = config.listener().port();
        return created.listen(port, host)
                .map(HttpServer::actualPort)
                .recover(failure -> Future.failedFuture(
                        new BindException("cannot listen on " + host + ":" + port + ": " + reason(failure))));
    }

    /** Answers a request whose handler has failed. Without this handler, Vert.x would log each failure. */
    private void failed(RoutingContext request) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return; // The client has gone.
        }
        int status = request.statusCode();
        if (status < BAD_REQUEST || status >= SERVER_ERROR) {
            failed(Objects.requireNonNullElseGet(request.failure(), IllegalStateException::new));
            status = SERVER_ERROR;
        }
        response.setStatusCode(status)
                .end(status == SERVER_ERROR ? "the request failed; see the log of this node\n" : "");
    }

    private void failed(Throwable failure) {
        failures.note(Level.ERROR, failure.getClass().getName(), "web request failed", line -> line.setCause(failure));
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
        if (keyWatch != null) {
            keyWatch.close();
        }
        if (provider != null) {
            provider.close();
        }
        return server == null ? Future.succeededFuture() : server.close();
    }
}
