package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import io.tickbus.junit5.FreePort;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The web server while its OpenID Connect provider does not answer, and after that. */
@Timeout(180)
class OpenIdUnavailableTest {
    private static final int LIMIT_SECONDS = 20;

    @Test
    void nodeStartsWithoutTheProviderAndFindsItLater(@TempDir Path dir) throws Exception {
        TestProvider.install();
        int port = FreePort.choose();
        int webPort = FreePort.choose();
        Path users = dir.resolve("users");
        Files.write(
                users,
                UserFile.readOrEmpty(users).with("boss", "boss", Rights.ALL).bytes());
        Vertx vertx = Vertx.vertx();
        try {
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

            try (TestProvider late = TestProvider.start(port, webPort)) {
                assertThat(late).isNotNull();
                while (!browser.get("/login").body().contains("href=\"login/openid\"")) {
                    Thread.onSpinWait();
                }
                assertThat(TestBrowser.location(browser.get(browser.authorize("ann.traders"))))
                        .isEqualTo("/");
            }
        } finally {
            vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
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
