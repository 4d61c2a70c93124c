package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import io.tickbus.junit5.FreePort;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The web server with the users of npm's oidc-provider, another author's OpenID Connect. */
@Timeout(180)
class OpenIdTest {
    private static final int LIMIT_SECONDS = 20;
    private static final int PORT = FreePort.choose();
    private static final int WEB_PORT = FreePort.choose();

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path dir;

    @SuppressWarnings("NullAway.Init")
    private static TestProvider provider;

    private final TestBrowser browser = new TestBrowser(WEB_PORT);

    @BeforeAll
    static void start() throws Exception {
        provider = TestProvider.start(PORT, WEB_PORT);
        provider.listen();
        Path users = dir.resolve("users");
        Files.write(
                users,
                UserFile.readOrEmpty(users).with("boss", "boss", Rights.ALL).bytes());
        WebVerticle web =
                new WebVerticle(TestProvider.webConfig(PORT, WEB_PORT, users, dir.resolve("secret")), List.of());
        VERTX.deployVerticle(web).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        new TestBrowser(WEB_PORT).awaitProvider();
    }

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (provider != null) {
            provider.close();
        }
    }

    private String me() throws IOException, InterruptedException {
        HttpResponse<String> me = browser.get("/api/me");
        return me.statusCode() == 200 ? me.body() : String.valueOf(me.statusCode());
    }

    private static String me(String user, String rights, boolean session) {
        return new JsonObject()
                .put("user", user)
                .put("rights", rights)
                .put("session", session)
                .encode();
    }

    private String comeBack(String callback) throws IOException, InterruptedException {
        return TestBrowser.location(browser.get(callback));
    }

    @Test
    void loginAtTheProviderBeginsASession() throws Exception {
        HttpResponse<String> page = browser.get("/login");
        assertThat(page.body()).doesNotContain("<script").contains("<a href=\"login/openid\">Log in with OpenID</a>");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .startsWith("default-src 'self'");
        assertThat(TestBrowser.location(browser.get("/login/openid")))
                .startsWith("http://127.0.0.1:" + PORT + "/auth?")
                .contains(
                        "state=",
                        "nonce=",
                        "code_challenge=",
                        "code_challenge_method=S256",
                        "scope=openid+profile+groups");

        HttpResponse<String> in = browser.get(browser.authorize("ann.traders"));
        assertThat(TestBrowser.location(in)).isEqualTo("/");
        assertThat(in.headers().allValues("set-cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("tickbus=")
                        .contains("SameSite=Lax")
                        .containsIgnoringCase("HttpOnly"));
        assertThat(me()).isEqualTo(me("ann", "read=trade", true));
    }

    @Test
    void rightsOfAllGroupsAddUpAndTheFileOfUsersDoesNotEndTheSession() throws Exception {
        assertThat(comeBack(browser.authorize("boss.traders.ops.guests"))).isEqualTo("/");
        assertThat(me()).isEqualTo(me("boss", "read,admin", true));
    }

    @Test
    void userWhoseGroupsHaveNoRightsIsRefusedAndCounted() throws Exception {
        double before = refusals("rights");
        assertThat(comeBack(browser.authorize("eve.guests"))).isEqualTo("/login#norights");
        assertThat(me()).isEqualTo("401");
        assertThat(refusals("rights")).isEqualTo(before + 1);
        assertThat(browser.get("/login").body()).contains("<p id=\"norights\"", "have no rights on this node");
    }

    private static double refusals(String kind) throws IOException, InterruptedException {
        String boss = Base64.getEncoder().encodeToString("boss:boss".getBytes(StandardCharsets.UTF_8));
        return get(WEB_PORT, "/metrics", "Basic " + boss)
                .body()
                .lines()
                .filter(line -> line.startsWith("tickbus_web_refusals_total{kind=\"" + kind + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.split(" ", -1)[1]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void callbackIsForTheBrowserThatBeganTheLoginAndForOnce() throws Exception {
        double before = refusals("login");
        String callback = browser.authorize("ann.traders");
        assertThat(TestBrowser.location(new TestBrowser(WEB_PORT).get(callback)))
                .as("another browser")
                .isEqualTo("/login#restart");
        assertThat(comeBack(callback.replaceFirst("state=", "state=x")))
                .as("another state")
                .isEqualTo("/login#restart");
        assertThat(comeBack(callback)).as("after the wrong state").isEqualTo("/login#restart");
        assertThat(me()).isEqualTo("401");
        assertThat(refusals("login")).isEqualTo(before + 3);

        String again = browser.authorize("ann.traders");
        assertThat(comeBack(again)).isEqualTo("/");
        assertThat(comeBack(again)).as("for the second time").isEqualTo("/login#restart");
    }

    @Test
    void codeOfAnotherLoginIsRefused() throws Exception {
        String used = browser.authorize("ann.traders");
        String code = used.replaceFirst(".*[?&]code=([^&]+).*", "$1");
        String other = new TestBrowser(WEB_PORT).authorize("ann.traders");
        String otherCode = other.replaceFirst(".*[?&]code=([^&]+).*", "$1");
        assertThat(comeBack(used.replace(code, otherCode))).isEqualTo("/login#failed");
        assertThat(me()).isEqualTo("401");
    }

    @Test
    void userCanRefuseTheLogin() throws Exception {
        assertThat(comeBack(browser.refuse())).isEqualTo("/login#failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tampered", "nonce", "audience", "expired", "foreign"})
    void forgedIdTokenIsRefused(String kind) throws Exception {
        assertThat(comeBack(browser.authorize("forged-" + kind + ".traders"))).isEqualTo("/login#failed");
        assertThat(me()).isEqualTo("401");
    }

    private static HttpResponse<String> get(int port, String path, String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> bearer(String kind) throws IOException, InterruptedException {
        String token = get(PORT, "/bearer/" + kind, "").body();
        assertThat(token).startsWith("ey");
        return get(WEB_PORT, "/api/me", "Bearer " + token);
    }

    @Test
    void accessTokenOfTheProviderIsABearerToken() throws Exception {
        assertThat(bearer("valid").body()).isEqualTo(me("kim", "read=trade", false));
        HttpResponse<String> refused = bearer("nogroups");
        assertThat(refused.body()).isEqualTo("user kim does not have the right read\n");
        assertThat(refused.headers().firstValue("content-type")).hasValue("text/plain;charset=utf-8");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/token"))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString("robot.traders:robot".getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&resource=urn:example:tickbus"));
        String issued =
                HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
        assertThat(get(WEB_PORT, "/api/me", "Bearer " + new JsonObject(issued).getString("access_token"))
                        .body())
                .isEqualTo(me("robot.traders", "read=trade", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "expired",
                "endless",
                "early",
                "audience",
                "noaudience",
                "issuer",
                "foreign",
                "unknown",
                "idtoken",
                "unsigned",
                "tampered"
            })
    void otherTokensAreRefused(String kind) throws Exception {
        assertThat(bearer(kind).statusCode()).isEqualTo(401);
    }

    @Test
    void textThatIsNoTokenIsRefused() throws Exception {
        for (String text : List.of("x", "a.b.c", "tickbus_x", "eyJhbGciOjF9.e30.x")) {
            assertThat(get(WEB_PORT, "/api/me", "Bearer " + text).statusCode())
                    .as(text)
                    .isEqualTo(401);
        }
    }
}
