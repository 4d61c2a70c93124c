package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.TestKeys;
import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import io.tickbus.config.WebConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The web server with TLS. */
@Timeout(60)
class WebTlsTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    @SuppressWarnings("NullAway.Init")
    private Path keys;

    @SuppressWarnings("NullAway.Init")
    private WebVerticle web;

    @BeforeEach
    void deploy() throws Exception {
        keys = TestKeys.make(dir.resolve("web.p12"), "localhost");
        Path users = dir.resolve("users");
        Files.write(
                users,
                UserFile.readOrEmpty(users).with("ann", "ann", Rights.ALL).bytes());
        Map<String, ?> tls = Map.of("keyStore", keys.toString(), "password", Map.of("env", "KEYS"));
        Map<String, ?> tree = Map.of("port", 0, "users", users.toString(), "tls", tls);
        web = new WebVerticle(WebConfig.of(tree, Map.of("KEYS", TestKeys.PASSWORD)), List.of());
        vertx.deployVerticle(web).await(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private HttpResponse<String> send(SSLContext context, HttpRequest.Builder request) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(context)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + web.port() + path));
    }

    @Test
    void cookieOfTheSessionIsSentOverTlsOnly() throws Exception {
        HttpResponse<String> in = send(
                TestKeys.trusting(keys),
                request("/login")
                        .header("Origin", "https://localhost:" + web.port())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("user=ann&password=ann")));
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("set-cookie").orElseThrow())
                .startsWith("__Host-tickbus=")
                .contains("; Path=/;", "; Secure")
                .containsIgnoringCase("HttpOnly");
    }

    @Test
    void changedKeysAreReadAgain() throws Exception {
        SSLContext before = TestKeys.trusting(keys);
        assertThat(send(before, request("/health/live")).statusCode()).isEqualTo(200);
        TestKeys.make(keys, "localhost");
        SSLContext after = TestKeys.trusting(keys);
        while (!isTrusted(after)) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(isTrusted(before)).isFalse();
    }

    private boolean isTrusted(SSLContext context) throws Exception {
        try {
            return send(context, request("/health/live")).statusCode() == 200;
        } catch (IOException untrusted) {
            return false;
        }
    }
}
