package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.access.Permission;
import io.tickbus.cluster.ProgramVertx;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files, by a Vert.x that has no file cache. */
class ClassPathFilesTest {
    @SuppressWarnings("NullAway.Init")
    private static Vertx vertx;

    private static int port;

    @BeforeAll
    static void listen() throws Exception {
        vertx = Vertx.vertx(ProgramVertx.options());
        Router router = Router.router(vertx);
        Access access = Access.open(WebRefusal.newCounts(false));
        SameOrigin sameOrigin = new SameOrigin("127.0.0.1", List.of(), WebRefusal.newCounts(false));
        Page.addTo(router, vertx, sameOrigin, access.require(Permission.READ), access.bridge());
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(1, TimeUnit.MINUTES);
        port = server.actualPort();
    }

    @AfterAll
    static void close() throws Exception {
        vertx.close().await(1, TimeUnit.MINUTES);
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html;charset=utf-8, <!doctype html>",
        "/index.html, text/html;charset=utf-8, <!doctype html>",
        "/style.css, text/css;charset=utf-8, --",
        "/app.js, text/javascript;charset=utf-8, import"
    })
    void fileIsServedByItsKind(String path, String contentType, String part) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue(contentType);
        assertThat(response.headers().firstValue("cache-control")).hasValue("no-cache");
        assertThat(response.body()).contains(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nosuch.js",
                "/web",
                "/%2e%2e/logback.xml",
                "/..%2flogback.xml",
                "/../io/tickbus/logging/text.xml",
                "/webjars/",
                "/webjars/../logback.xml",
                "/.hidden.js",
                "/webjarsx.js"
            })
    void nothingElseIsServed(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
