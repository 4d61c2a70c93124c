package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import io.tickbus.config.ListenerConfig;
import io.tickbus.config.OpenIdConfig;
import io.tickbus.config.Secret;
import io.tickbus.config.WebConfig;
import io.tickbus.junit5.FreePort;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The web server while its OpenID Connect provider does not answer, and after that. */
@Timeout(180)
class OpenIdUnavailableTest {
    private static final int LIMIT_SECONDS = 20;

    @Test
    void nodeStartsWithoutTheProviderAndFindsItAndItsNewKeysLater(@TempDir Path dir) throws Exception {
        int port = FreePort.choose();
        int webPort = FreePort.choose();
        Path users = dir.resolve("users");
        Files.write(
                users,
                UserFile.readOrEmpty(users).with("boss", "boss", Rights.ALL).bytes());
        Vertx vertx = Vertx.vertx();
        try (TestProvider provider = TestProvider.start(port, webPort)) {
            vertx.deployVerticle(new WebVerticle(
                            TestProvider.webConfig(port, webPort, users, dir.resolve("secret")), List.of()))
                    .await(LIMIT_SECONDS, TimeUnit.SECONDS);
            TestBrowser browser = new TestBrowser(webPort);
            assertThat(browser.get("/login").body())
                    .contains("Log in with OpenID is unavailable")
                    .doesNotContain("href=\"login/openid\"");
            assertThat(TestBrowser.location(browser.get("/login/openid"))).isEqualTo("/login");
            assertThat(TestBrowser.location(browser.get("/login/openid/callback?code=a&state=b")))
                    .isEqualTo("/login#restart");
            assertThat(passwordLogin(webPort)).isEqualTo("/");

            provider.listen();
            browser.awaitProvider();
            assertThat(TestBrowser.location(browser.get(browser.authorize("ann.traders"))))
                    .isEqualTo("/");

            String token =
                    get("http://127.0.0.1:" + port + "/bearer/unknown", "").body();
            get("http://127.0.0.1:" + port + "/rotate", "");
            // The first token with the new key makes the node read the keys again.
            while (get("http://127.0.0.1:" + webPort + "/api/me", "Bearer " + token)
                            .statusCode()
                    != 200) {
                Thread.sleep(20);
            }
        } finally {
            vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void wrongRightsOfAGroupAreNamedWhenTheServerStarts(@TempDir Path dir) throws Exception {
        Path users = Files.writeString(dir.resolve("users"), "");
        OpenIdConfig openId = new OpenIdConfig(
                URI.create("http://127.0.0.1:9"),
                "tickbus",
                new Secret("secret"),
                URI.create(TestProvider.callback(1)),
                List.of("openid"),
                "sub",
                "groups",
                Map.of("traders", "read", "guests", "look"));
        WebConfig config = new WebConfig(
                new ListenerConfig("127.0.0.1", 0, users, null),
                openId,
                List.of(),
                false,
                1024,
                1000,
                WebConfig.NO_LIMIT);
        Vertx vertx = Vertx.vertx();
        try {
            assertThatThrownBy(() -> vertx.deployVerticle(new WebVerticle(config, List.of()))
                            .await(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .hasMessage("web.openid.rights.guests: \"look\" is no right; expected read, append, admin");
        } finally {
            vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static HttpResponse<String> get(String address, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String passwordLogin(int webPort) throws Exception {
        String node = "http://127.0.0.1:" + webPort;
        HttpRequest login = HttpRequest.newBuilder(URI.create(node + "/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", node)
                .POST(HttpRequest.BodyPublishers.ofString("user=boss&password=boss"))
                .build();
        return TestBrowser.location(HttpClient.newHttpClient().send(login, HttpResponse.BodyHandlers.ofString()));
    }
}
