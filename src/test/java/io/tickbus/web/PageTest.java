package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.StoreConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Rejection;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody sees who looks at tables in a browser. */
@SuppressWarnings("NullAway.Init") // set before all
class PageTest {
    private static final String ROWS = ".tabulator-row";
    private static final String SYMS = ROWS + " [tabulator-field=sym]";
    private static final String NEWEST = ROWS + ":first-child .tabulator-cell";

    private static Browser browser;
    private static Vertx vertx;
    private static String address;

    @BeforeAll
    static void serve() throws Exception {
        browser = Browser.open();
        vertx = Vertx.vertx();
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("time", "timestamp");
        columns.put("sym", "symbol");
        columns.put("n", "long");
        columns.put("x", "float");
        StoreConfig config = StoreConfig.of(Map.of("tables", Map.of("fill", Map.of("columns", columns))));
        vertx.deployVerticle(new TableVerticle(config)).await(1, TimeUnit.MINUTES);
        Router router = Router.router(vertx);
        Page.addTo(router, vertx, new SameOrigin("127.0.0.1", List.of()));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(1, TimeUnit.MINUTES);
        address = "http://127.0.0.1:" + server.actualPort() + "/";
    }

    @AfterAll
    static void close() throws Exception {
        if (vertx != null) {
            browser.close();
            vertx.close().await(1, TimeUnit.MINUTES);
        }
    }

    @BeforeEach
    void look() {
        browser.go("about:blank");
        browser.go(address);
        browser.await("a connection", page -> page.texts("#connection").contains("live"));
    }

    private static void append(JsonObject... rows) throws Exception {
        vertx.eventBus()
                .request(Addresses.append("fill"), new JsonArray(List.of(rows)))
                .await(1, TimeUnit.MINUTES);
    }

    private static JsonObject row(String time, String sym, @Nullable Object n, @Nullable Object x) {
        return JsonObject.of("time", "2026-11-23T" + time + "Z", "sym", sym, "n", n, "x", x);
    }

    @Test
    void cellsAreExactAndNullsAreBlank() throws Exception {
        append(row("10:00:00.123456789", "<b>A</b>", "9007199254740993", "-0w"), row("10:00:01", "", null, null));
        browser.find("nav a").click();
        browser.await("the rows", page -> page.texts(ROWS).size() >= 2);
        assertThat(browser.texts(NEWEST)).containsExactly("2026-11-23T10:00:01.000000000Z", "", "", "");
        assertThat(browser.texts(ROWS + ":nth-child(2) .tabulator-cell"))
                .containsExactly("2026-11-23T10:00:00.123456789Z", "<b>A</b>", "9007199254740993", "-0w");
        assertThat(browser.texts(".schema")).containsExactly("time timestamp · sym symbol · n long · x float");
    }

    @Test
    void rowsAreFilteredBySymAndChartedAndStandStillWhilePaused() throws Exception {
        append(row("11:00:00", "B", 1, 1.5), row("11:00:01", "C", 2, 2.5), row("11:00:02", "B", 3, 3.5));
        browser.find("nav a").click();
        browser.await("the form", page -> page.find("input[type=search]").isEnabled());
        browser.find("input[type=search]").sendKeys("B");
        browser.await("only B", page -> page.texts(SYMS).equals(List.of("B", "B")));
        browser.await("a chart", page -> page.find("figure canvas").isDisplayed());

        browser.find("button").click();
        assertThat(browser.find("button").getDomAttribute("aria-pressed")).isEqualTo("true");
        append(row("11:00:03", "B", 4, 4.5));
        browser.await("the count, which goes on", page -> page.count() > 0 && page.count() == rows());
        assertThat(browser.texts(SYMS)).containsExactly("B", "B");

        browser.find("button").click();
        browser.await("the row that came meanwhile", page -> page.texts(SYMS).size() == 3);
    }

    private static long rows() {
        return vertx.eventBus()
                .<JsonObject>request(Addresses.query("fill"), JsonObject.of("op", "count"))
                .await()
                .body()
                .getLong("count");
    }

    @Test
    void whatIsRejectedIsSaidWithItsReason() {
        vertx.eventBus()
                .publish(Addresses.REJECTED, new Rejection("main", "fill", "no <i>such</i> column", 7).toJson());
        browser.await(
                "the reason",
                page -> page.texts(".messages li").stream()
                        .anyMatch(line -> line.contains("main fill no <i>such</i> column (7 rows)")));
    }

    @Test
    void tableThatIsNotThereIsSaid() {
        browser.go(address + "#/table/nosuch");
        browser.await("an error", page -> page.texts("[role=alert]").stream().anyMatch(text -> !text.isEmpty()));
    }
}
