package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.kx.c;
import io.tickbus.config.GatewayConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.WebConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Rejection;
import io.tickbus.event.Status;
import io.tickbus.gateway.GatewayVerticle;
import io.tickbus.metrics.Outages;
import io.tickbus.metrics.PrometheusMeters;
import io.tickbus.metrics.Scraped;
import io.tickbus.q.Symbols;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The HTTP answers of a node with tables and a gateway. */
class WebVerticleTest {
    private static final int LIMIT_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final WebVerticle web =
            new WebVerticle(WebConfig.of(Map.of("port", 0, "names", List.of("ticks.example")), Map.of()), List.of("s"));
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void deployWeb() throws Exception {
        deploy(web);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private String deploy(Deployable verticle) throws Exception {
        return vertx.deployVerticle(verticle).await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private void deployTables() throws Exception {
        Map<String, Object> numbers = Map.of("columns", Map.of("n", "long"));
        deploy(new TableVerticle(StoreConfig.of(Map.of("tables", Map.of("numbers", numbers)))));
    }

    @Test
    void readinessFollowsTheBusAndLivenessDoesNot() throws Exception {
        HttpResponse<String> before = get("/health/ready");
        assertThat(before.statusCode()).isEqualTo(503);
        assertThat(before.headers().firstValue("content-type")).hasValue("application/json");
        JsonObject health = new JsonObject(before.body());
        assertThat(health.getString("status")).isEqualTo("DOWN");
        assertThat(checks(health))
                .extracting(check -> check.getString("name") + " " + check.getString("status"))
                .containsExactly("owner DOWN", "subscriber s DOWN", "lag UP", "missing rows UP");
        assertThat(checks(health)).allMatch(check -> !check.getString("reason").isEmpty());
        assertThat(get("/health/live").statusCode()).isEqualTo(200);

        deployTables();
        publishSubscriber(0);
        until(() -> get("/health/ready").statusCode() == 200);

        publishSubscriber(10_001);
        until(() -> get("/health/ready").statusCode() == 503);
        assertThat(get("/health/ready").body()).contains("10001 ms (s), at most 10000 ms");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void fileThatCannotBeWrittenIsShownUntilItCan() throws Exception {
        deployTables();
        publishSubscriber(0);
        until(() -> get("/health/ready").statusCode() == 200);
        Outages.of(vertx).started("archive of table numbers", "No space left on device");
        HttpResponse<String> response = get("/health/ready");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(checks(new JsonObject(response.body())))
                .filteredOn(check -> "DOWN".equals(check.getString("status")))
                .singleElement()
                .hasToString("{\"name\":\"archive of table numbers\",\"status\":\"DOWN\","
                        + "\"reason\":\"No space left on device\"}");
        assertThat(get("/metrics").body()).contains("tickbus_outages 1.0");

        Outages.of(vertx).ended("archive of table numbers");
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body()).contains("tickbus_outages 0.0");
    }

    @Test
    void overviewTellsOfTheBus() throws Exception {
        JsonObject before = new JsonObject(get("/api/overview").body());
        assertThat(before.getValue("owner")).isNull();
        assertThat(before.getString("tablesError")).contains(Addresses.TABLES);

        deployTables();
        publishSubscriber(7);
        vertx.eventBus().publish(Addresses.REJECTED, new Rejection("s", "numbers", "no rows", 2).toJson());
        until(() -> {
            JsonObject json = new JsonObject(get("/api/overview").body());
            return json.getJsonObject("owner") != null
                    && !json.getJsonArray("subscribers").isEmpty()
                    && !json.getJsonArray("rejected").isEmpty();
        });
        HttpResponse<String> response = get("/api/overview");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        JsonObject overview = new JsonObject(response.body());
        assertThat(overview.getString("node")).isEqualTo("local");
        assertThat(overview.getValue("tablesError")).isNull();
        assertThat(overview.getJsonArray("tables").getJsonObject(0).getString("table"))
                .isEqualTo("numbers");
        assertThat(overview.getJsonArray("subscribers").getJsonObject(0).getInteger("lagMs"))
                .isEqualTo(7);
        assertThat(overview.getJsonArray("rejected").getJsonObject(0).getInteger("count"))
                .isEqualTo(1);
    }

    @Test
    void metricsOfTablesGatewayAndJvmAreReadAsPrometheusReadsThem() throws Exception {
        deployTables();
        GatewayVerticle gateway = new GatewayVerticle(GatewayConfig.of(Map.of("port", 0), Map.of()));
        String deployment = deploy(gateway);
        String port = Integer.toString(gateway.port());
        c client = new c("127.0.0.1", gateway.port(), "me:");
        try {
            client.k(".u.upd", "numbers", new Object[] {new long[] {1, 2, 3}});
            client.k("select from numbers");
            vertx.eventBus()
                    .request(Addresses.append("numbers"), new JsonObject().put("rows", "none"))
                    .otherwiseEmpty()
                    .await(LIMIT_SECONDS, TimeUnit.SECONDS);
            until(() -> scrape().value("tickbus_table_rows", "table", "numbers") == 3
                    && scrape().value("tickbus_table_refused_requests_total", "table", "numbers", "reason", "bad_rows")
                            == 1);

            Scraped scraped = scrape();
            assertThat(scraped.value("tickbus_table_appended_rows_total", "table", "numbers"))
                    .isEqualTo(3);
            assertThat(scraped.value("tickbus_table_appends_total", "table", "numbers"))
                    .isEqualTo(1);
            assertThat(scraped.value("tickbus_table_segments", "table", "numbers"))
                    .isEqualTo(1);
            assertThat(scraped.value("tickbus_table_bytes", "table", "numbers")).isGreaterThanOrEqualTo(3 * Long.BYTES);
            assertThat(scraped.value("tickbus_table_append_seconds", "table", "numbers"))
                    .isEqualTo(1);
            assertThat(scraped.value("tickbus_table_query_seconds", "table", "numbers"))
                    .isGreaterThanOrEqualTo(1);
            assertThat(scraped.value("tickbus_table_refused_requests_total", "table", "numbers", "reason", "fenced"))
                    .as("shown before there is one")
                    .isZero();
            assertThat(scraped.value("tickbus_tables_epoch")).isPositive();
            assertThat(scraped.value("tickbus_symbols")).isPositive();
            assertThat(scraped.value("tickbus_symbols_max"))
                    .isEqualTo(Symbols.use().bounds().countMax());
            assertThat(scraped.value("tickbus_symbols_bytes")).isPositive();
            assertThat(scraped.value("tickbus_symbols_max_bytes"))
                    .isEqualTo((double) Symbols.use().bounds().bytesMax());
            assertThat(scraped.value("tickbus_gateway_connections", "port", port))
                    .isEqualTo(1);
            assertThat(scraped.value("tickbus_gateway_received_bytes_total", "port", port))
                    .isGreaterThan(50);
            assertThat(scraped.value("tickbus_gateway_sent_bytes_total", "port", port))
                    .isGreaterThan(50);
            assertThat(scraped.value("tickbus_gateway_refusals_total", "port", port, "kind", "password"))
                    .isZero();
            assertThat(scraped.metrics("jvm_memory_used_bytes")).isNotEmpty();
            assertThat(scraped.value("process_cpu_seconds_total")).isNotNegative();
        } finally {
            client.close();
        }
        vertx.undeploy(deployment).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(scrape().names()).noneMatch(name -> name.startsWith("tickbus_gateway_"));
    }

    @Test
    void levelsOfTheLogAreChangedAndTakenBack() throws Exception {
        String logger = "io.tickbus.none";
        assertThat(ask("PUT", "/log/levels/" + logger, "debug").body()).contains("\"" + logger + "\" : \"DEBUG\"");
        assertThat(get("/log/levels").body()).contains(logger);
        assertThat(ask("PUT", "/log/levels/" + logger, "LOUD").statusCode()).isEqualTo(400);
        assertThat(ask("PUT", "/log/levels/" + logger, "").statusCode()).isEqualTo(400);
        assertThat(ask("DELETE", "/log/levels/" + logger, "").body()).doesNotContain(logger);
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void probesMayAskForTheHeadAlone() throws Exception {
        for (String path : List.of("/metrics", "/health/live")) {
            HttpResponse<String> head = ask("HEAD", path, "");
            assertThat(head.statusCode()).as(path).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
        assertThat(ask("HEAD", "/health/ready", "").statusCode()).isEqualTo(503);
    }

    @Test
    void pageOfAProxyUnderAGivenNameIsAnswered() throws Exception {
        assertThat(overviewFor("https://ticks.example").statusCode()).isEqualTo(200);
        assertThat(overviewFor("https://evil.example").statusCode()).isEqualTo(403);
        assertThat(overviewFor("http://localhost:1").statusCode())
                .as("another program's page")
                .isEqualTo(403);
    }

    private HttpResponse<String> overviewFor(String origin) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/overview"))
                .header("Origin", origin)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void nothingElseIsThere() throws Exception {
        assertThat(get("/nosuch").statusCode()).isEqualTo(404);
        assertThat(ask("POST", "/metrics", "").statusCode()).isEqualTo(405);
    }

    private void publishSubscriber(long lagMs) {
        Status status = new Status(Status.SUBSCRIBER, "s", "local", 1, Status.LIVE, "", 0, 0, 0, lagMs, 0, 0, 0);
        vertx.eventBus().publish(Addresses.STATUS, status.toJson());
    }

    private Scraped scrape() throws Exception {
        HttpResponse<String> response = get("/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue(PrometheusMeters.CONTENT_TYPE);
        return Scraped.of(response.body());
    }

    private static List<JsonObject> checks(JsonObject health) {
        JsonArray checks = health.getJsonArray("checks");
        return checks.stream().map(JsonObject.class::cast).toList();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + web.port() + path);
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
