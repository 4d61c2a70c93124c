package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.access.Permission;
import io.tickbus.config.StoreConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Rejection;
import io.tickbus.event.Status;
import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionState;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page in a real browser. */
@SuppressWarnings("NullAway.Init") // set before all
class PageTest {
    private static final String ROWS = ".tabulator-row";
    private static final String SYMS = ROWS + " [tabulator-field=sym]";
    private static final String NEWEST = ROWS + ":first-child .tabulator-cell";

    private static final String ODD = "<img src=x onerror=document.body.remove()>";

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
        Map<String, Object> tables = new LinkedHashMap<>();
        tables.put("fill", Map.of("columns", columns));
        tables.put("days.past", Map.of("columns", Map.of("time", "time")));
        tables.put("days", Map.of("columns", Map.of("n", "long", "time", "time")));
        tables.put("latest", Map.of("columns", Map.of("sym", "symbol"), "keys", List.of("sym")));
        tables.put("odd", Map.of("columns", Map.of(ODD, "long")));
        StoreConfig config = StoreConfig.of(Map.of("tables", tables));
        vertx.deployVerticle(new TableVerticle(config)).await(1, TimeUnit.MINUTES);
        Router router = Router.router(vertx);
        PipelineParts parts = new PipelineParts();
        parts.apply(
                new Status(Status.SUBSCRIBER, "gone", "n9", 1, "LIVE", "", 7, 7, 0, 3, 0, 0, 0),
                Instant.now(),
                System.nanoTime() - TimeUnit.MINUTES.toNanos(1));
        OverviewAnswers overview = new OverviewAnswers(vertx, "node", parts);
        overview.listen().await(1, TimeUnit.MINUTES);
        Access access = Access.open(WebRefusal.newCounts(false));
        Handler<RoutingContext> readers = access.require(Permission.READ);
        SameOrigin sameOrigin = new SameOrigin("127.0.0.1", List.of(), WebRefusal.newCounts(false));
        access.addLogin(router, sameOrigin);
        router.get("/api/overview").handler(readers).handler(overview);
        router.get("/api/tables").handler(readers).handler(overview::answerTables);
        Page.addTo(router, vertx, sameOrigin, readers, access.bridge());
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
        append("fill", rows);
    }

    private static void append(String table, JsonObject... rows) throws Exception {
        vertx.eventBus()
                .request(Addresses.append(table), new JsonArray(List.of(rows)))
                .await(1, TimeUnit.MINUTES);
    }

    private static JsonObject row(String time, String sym, @Nullable Object n, @Nullable Object x) {
        return JsonObject.of("time", "2026-11-23T" + time + "Z", "sym", sym, "n", n, "x", x);
    }

    @Test
    void cellsAreExactAndNullsAreBlank() throws Exception {
        append(row("10:00:00.123456789", "<b>A</b>", "9007199254740993", "-0w"), row("10:00:01", "", null, null));
        browser.find("nav a[href$=fill]").click();
        browser.await("the rows", page -> page.texts(ROWS).size() >= 2);
        assertThat(browser.texts(NEWEST)).containsExactly("2026-11-23T10:00:01.000000000Z", "", "", "");
        assertThat(browser.texts(ROWS + ":nth-child(2) .tabulator-cell"))
                .containsExactly("2026-11-23T10:00:00.123456789Z", "<b>A</b>", "9007199254740993", "-0w");
        assertThat(browser.texts(".schema")).containsExactly("time timestamp · sym symbol · n long · x float");
    }

    @Test
    void rowsAreFilteredBySymAndChartedAndStandStillWhilePaused() throws Exception {
        append(row("11:00:00", "B", 1, 1.5), row("11:00:01", "C", 2, 2.5), row("11:00:02", "B", 3, 3.5));
        browser.find("nav a[href$=fill]").click();
        browser.await("the form", page -> page.find("input[type=search]").isEnabled());
        browser.find("input[type=search]").sendKeys("B");
        browser.await("only B", page -> page.texts(SYMS).equals(List.of("B", "B")));
        browser.await("a chart", page -> page.find("figure canvas").isDisplayed());

        browser.find("main button").click();
        assertThat(browser.find("main button").getDomAttribute("aria-pressed")).isEqualTo("true");
        append(row("11:00:03", "B", 4, 4.5));
        browser.await("the count, which goes on", page -> page.count() > 0 && page.count() == rows());
        assertThat(browser.texts(SYMS)).containsExactly("B", "B");

        browser.find("main button").click();
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
    void keyOfPauseIsItsAloneWithoutOthers() throws Exception {
        browser.find("nav a[href$=fill]").click();
        browser.await("the form", page -> page.find("main button").isEnabled());
        WebElement page = browser.find("body");
        for (Keys other : List.of(Keys.ALT, Keys.CONTROL, Keys.META)) {
            page.sendKeys(Keys.chord(other, "p"));
            assertThat(browser.find("main button").getDomAttribute("aria-pressed"))
                    .as(other.name())
                    .isEqualTo("false");
        }
        page.sendKeys("p");
        assertThat(browser.find("main button").getDomAttribute("aria-pressed")).isEqualTo("true");
    }

    @Test
    void nameOfAColumnIsNoElement() throws Exception {
        append("odd", JsonObject.of(ODD, 1));
        browser.go(address + "#/table/odd");
        browser.await("the row", page -> page.texts(ROWS).equals(List.of("1")));
        assertThat(browser.texts(".tabulator-col-title")).containsExactly(ODD);
        assertThat(browser.texts(".schema")).containsExactly(ODD + " long");
    }

    @Test
    void tableMayHaveDotsInItsName() throws Exception {
        append("days.past", JsonObject.of("time", "09:30:00.000"));
        browser.go(address + "#/table/days.past");
        browser.await("the row", page -> page.texts(ROWS).equals(List.of("09:30:00.000")));
    }

    @Test
    void timesWithoutADateAreDrawnOfTheNewestDay() throws Exception {
        append("days", at("09:00:00.000", 1), at("17:00:00.000", 2), at("23:59:59.000", 3), at("08:00:00.000", 4));
        append("days", at("08:00:02.000", 5), at("08:00:01.000", 6));
        Object drawn = browser.run("""
                const { Bus } = await import('/bus.js');
                const { Series } = await import('/series.js');
                const bus = await new Promise((open) => { const made = new Bus((is) => is && open(made)); });
                const series = new Series(bus, 'days', { time: 'time', n: 'long' }, 'n', undefined, '');
                await series.load();
                const loaded = series.y.join(' ');
                series.add([{ time: '23:59:59.999', n: 7 }]);
                series.add([{ time: '00:00:00.001', n: 8 }]);
                return `${loaded}, ${series.y.join(' ')}`;
                """);
        assertThat(drawn).isEqualTo("4 6 5, 8");
    }

    private static JsonObject at(String time, int n) {
        return JsonObject.of("time", time, "n", n);
    }

    @Test
    void addressThatIsCutOffShowsAllAtAGlance() {
        browser.go(address + "#/table/%E0%A4");
        browser.await("the overview", page -> page.texts("h2").contains("Subscribers"));
    }

    @Test
    void rowsThatARebuildDiscardedStandInTheOverview() throws Exception {
        Flip rows = new Flip(List.of("n"), List.of(new LongVector(QType.LONG, 1, 2, 3)));
        PartitionState partitionState = vertx.eventBus()
                .<PartitionState>request(OpenPartition.ADDRESS, new OpenPartition("rebuilt", "main", Schema.of(rows)))
                .await(1, TimeUnit.MINUTES)
                .body();
        send(new PartitionBatch("rebuilt", "main", partitionState.partitionEpoch(), 0, rows));
        LogPosition start = new LogPosition("log", 0);
        send(new PartitionBatch(
                "rebuilt",
                "main",
                partitionState.partitionEpoch(),
                3,
                rows.slice(0, 0),
                ControlRecord.rebuild(start, "it differs")));
        send(new PartitionBatch(
                "rebuilt", "main", partitionState.partitionEpoch(), 4, rows.slice(0, 0), ControlRecord.rebuilt()));
        browser.go(address + "#/");
        browser.await("the count", page -> page.texts("td").contains("3 in 1 rebuild"));
    }

    private static void send(PartitionBatch batch) throws Exception {
        vertx.eventBus()
                .<AppendReply>request(Addresses.append("rebuilt"), batch)
                .await(1, TimeUnit.MINUTES);
    }

    @Test
    void subscriberThatWasKilledBeforeThePageWasOpenedIsMissed() {
        browser.go(address + "#/");
        browser.await("the subscriber", page -> page.texts("td").containsAll(List.of("gone", "n9", "SILENT")));
        assertThat(browser.texts(".cards dd")).contains("0 of 1");
    }

    @Test
    void nothingIsSaidOfThePipelineBeforeTheFirstAnswer() {
        Object drawn = browser.run("""
                const { Health } = await import('/health.js');
                const { Overview } = await import('/overview.js');
                const page = new Overview(null, new Health({ listen() {} }));
                await new Promise(requestAnimationFrame);
                await new Promise(requestAnimationFrame);
                return [...page.root.querySelectorAll('.cards dd')].map((card) => card.textContent).filter(Boolean).join();
                """);
        assertThat(drawn).isEqualTo("connecting ...,connecting ...");
    }

    @Test
    void nothingOfAnotherSiteIsLoaded() {
        Object policy = browser.run("return (await fetch('/')).headers.get('content-security-policy')");
        assertThat(policy).asString().startsWith("default-src 'self';");
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
    void whatHappenedBeforeThePageWasOpenedIsSaid() throws Exception {
        browser.go("about:blank");
        vertx.eventBus()
                .publish(
                        Addresses.EVENTS,
                        JsonObject.of(
                                "event", "gap", "table", "fill", "partition", "early", "reason", "no log", "rows", 2));
        browser.go(address);
        browser.await(
                "the event",
                page -> page.texts(".messages li").stream()
                        .anyMatch(line -> line.contains("fill early no log (2 rows)")));
    }

    @Test
    void tableWithAKeyIsListedInTheOrderInWhichItsKeysCame() throws Exception {
        append("latest", JsonObject.of("sym", "b"), JsonObject.of("sym", "a"), JsonObject.of("sym", "b"));
        browser.go(address + "#/table/latest");
        browser.await("the rows", page -> page.texts(SYMS).equals(List.of("b", "a")));
    }

    @Test
    void tableThatIsNotThereIsSaidByItsName() {
        browser.go(address + "#/table/nosuch");
        browser.await("an error", page -> page.texts("[role=alert]").stream().anyMatch(text -> !text.isEmpty()));
        assertThat(browser.texts("[role=alert]"))
                .containsExactly(
                        "There is no table nosuch now. A table comes from the configuration, with its columns, or from a"
                                + " subscriber.");
    }
}
