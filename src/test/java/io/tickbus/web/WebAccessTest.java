package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.WebConfig;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web server with a file of users. */
class WebAccessTest {
    private static final int LIMIT_SECONDS = 20;
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    @SuppressWarnings("NullAway.Init")
    private WebVerticle web;

    private String token = "";

    @BeforeEach
    void deploy() throws Exception {
        UserFile users = UserFile.readOrEmpty(users())
                .with("ann", "a:nn", Rights.parse("read=trade"))
                .with("boss", "boss", Rights.ALL)
                .with("feed", "feed", Rights.parse("append"));
        UserFile.Issued issued =
                users.withToken("scraper", LocalDate.now(ZoneOffset.UTC).plusDays(2), Rights.parse("read"));
        token = issued.token();
        Files.write(users(), issued.file().bytes());
        web = new WebVerticle(WebConfig.of(Map.of("port", 0, "users", users().toString()), Map.of()), List.of());
        vertx.deployVerticle(web).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        Map<String, Object> columns = Map.of("columns", Map.of("n", "long"));
        StoreConfig tables = StoreConfig.of(Map.of("tables", Map.of("trade", columns, "secret", columns)));
        vertx.deployVerticle(new TableVerticle(tables)).await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private Path users() {
        return dir.resolve("users");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> get(String path, String authorization) throws IOException, InterruptedException {
        return send(request(path).header("Authorization", authorization));
    }

    private String origin() {
        return "http://127.0.0.1:" + web.port();
    }

    private HttpResponse<String> login(String user, String password, String... headers) throws Exception {
        HttpRequest.Builder request = request("/login")
                .header("Content-Type", FORM)
                .POST(HttpRequest.BodyPublishers.ofString("user=" + user + "&password=" + password));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    private static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("set-cookie").orElseThrow();
    }

    private static String session(HttpResponse<String> response) {
        return cookie(response).split(";", 2)[0];
    }

    @Test
    void strangerSeesHealthAndTheLoginPageOnly() throws Exception {
        assertThat(send(request("/health/live")).statusCode()).isEqualTo(200);
        assertThat(send(request("/login")).body()).contains("<form method=\"post\" action=\"login\">");
        for (String path :
                List.of("/metrics", "/api/overview", "/api/tables", "/api/me", "/log/levels", "/eventbus/info")) {
            HttpResponse<String> refused = send(request(path));
            assertThat(refused.statusCode()).as(path).isEqualTo(401);
            assertThat(refused.headers().firstValue("www-authenticate"))
                    .hasValue("Basic realm=\"tickbus\", charset=\"UTF-8\"");
            assertThat(refused.headers().firstValue("set-cookie")).as(path).isEmpty();
        }
        HttpResponse<String> page = send(request("/").header("Accept", "text/html,*/*"));
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(page.headers().firstValue("location")).hasValue("/login");
    }

    @Test
    void passwordAndTokenArePermittedWhatTheirRightsSay() throws Exception {
        assertThat(get("/metrics", "Bearer " + token).body()).contains("tickbus_");
        assertThat(get("/log/levels", "Bearer " + token).statusCode()).isEqualTo(403);
        assertThat(get("/metrics", "Bearer " + token + "x").statusCode()).isEqualTo(401);
        assertThat(get("/metrics", "Bearer").statusCode()).isEqualTo(401);
        assertThat(get("/metrics", "Digest x").statusCode()).isEqualTo(401);
        assertThat(get("/metrics", "Basic ?").statusCode()).isEqualTo(401);
        assertThat(get("/metrics", basic("boss", "wrong")).statusCode()).isEqualTo(401);
        assertThat(get("/log/levels", basic("boss", "boss")).statusCode()).isEqualTo(200);
        assertThat(get("/log/levels", basic("ann", "a:nn")).body())
                .isEqualTo("user ann does not have the right admin\n");
        assertThat(get("/api/tables", basic("feed", "feed")).statusCode()).isEqualTo(403);
        assertThat(get("/metrics", "Bearer " + token).body())
                .contains("tickbus_web_refusals_total{kind=\"rights\"} 3.0")
                .contains("tickbus_web_refusals_total{kind=\"login\"} 5.0");
    }

    @Test
    void userSeesOnlyItsTables() throws Exception {
        assertThat(names(new JsonArray(get("/api/tables", basic("ann", "a:nn")).body())))
                .containsExactly("trade");
        assertThat(names(new JsonArray(get("/api/tables", "Bearer " + token).body())))
                .containsExactlyInAnyOrder("secret", "trade");
        JsonObject overview =
                new JsonObject(get("/api/overview", basic("ann", "a:nn")).body());
        assertThat(names(overview.getJsonArray("tables"))).containsExactly("trade");
    }

    private static List<String> names(JsonArray tables) {
        return tables.stream()
                .map(table -> ((JsonObject) table).getString("table"))
                .toList();
    }

    @Test
    void sessionBeginsAtTheLoginAndEndsAtTheLogout() throws Exception {
        HttpResponse<String> in =
                login("boss", "boss", "Origin", origin(), "Cookie", "tickbus=0123456789abcdef0123456789abcdef");
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("location")).hasValue("/");
        assertThat(cookie(in))
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Lax")
                .doesNotContain("0123456789abcdef");
        String session = session(in);

        HttpResponse<String> me = send(request("/api/me").header("Cookie", session));
        assertThat(new JsonObject(me.body()))
                .isEqualTo(new JsonObject()
                        .put("user", "boss")
                        .put("rights", "read,append,admin")
                        .put("session", true));
        HttpRequest.Builder level = request("/log/levels/io.tickbus.none")
                .header("Cookie", session)
                .PUT(HttpRequest.BodyPublishers.ofString("debug"));
        assertThat(send(level).statusCode())
                .as("another site's page can cause it")
                .isEqualTo(403);
        assertThat(send(level.header("Origin", origin())).statusCode()).isEqualTo(200);

        HttpRequest.Builder out = request("/logout")
                .header("Cookie", session)
                .header("Origin", origin())
                .POST(HttpRequest.BodyPublishers.noBody());
        assertThat(send(out).headers().firstValue("location")).hasValue("/login");
        assertThat(send(request("/api/me").header("Cookie", session)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void eachLoginHasASessionOfItsOwn() throws Exception {
        String first = session(login("boss", "boss", "Origin", origin()));
        HttpResponse<String> again = login("ann", "a%3Ann", "Origin", origin(), "Cookie", first);
        assertThat(session(again)).isNotEqualTo(first);
        assertThat(send(request("/api/me").header("Cookie", first)).statusCode())
                .isEqualTo(401);
        assertThat(send(request("/api/me").header("Cookie", session(again))).body())
                .contains("\"ann\"");
    }

    @Test
    void wrongLoginsGetNoSession() throws Exception {
        HttpResponse<String> wrong = login("boss", "guess", "Origin", origin());
        assertThat(wrong.headers().firstValue("location")).hasValue("/login#wrong");
        assertThat(wrong.headers().firstValue("set-cookie")).isEmpty();
        assertThat(login("boss", "boss").statusCode()).as("without Origin").isEqualTo(403);
        assertThat(login("boss", "boss", "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(login("boss", "boss", "Sec-Fetch-Site", "same-origin").statusCode())
                .isEqualTo(303);
    }

    @Test
    void sessionEndsWhenThePasswordChanges() throws Exception {
        String session = session(login("boss", "boss", "Origin", origin()));
        Files.write(
                users(),
                UserFile.read(users()).with("boss", "other", Rights.ALL).bytes());
        assertThat(get("/api/me", basic("boss", "other")).statusCode())
                .as("the file is read again")
                .isEqualTo(200);
        assertThat(send(request("/api/me").header("Cookie", session)).statusCode())
                .isEqualTo(401);
    }
}
