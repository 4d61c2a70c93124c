package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.TestKeys;
import io.tickbus.config.WebConfig;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of the web server, over its sockets. */
@Timeout(60)
class WebLimitsTest {
    private static final int CONNECTIONS_MAX = 5;
    private static final String GET = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final List<Socket> sockets = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private WebVerticle web;

    @BeforeEach
    void deploy() throws Exception {
        deploy(Map.of());
    }

    private void deploy(Map<String, ?> keys) throws Exception {
        Map<String, Object> tree = new HashMap<>(Map.of("port", 0, "connectionsMax", CONNECTIONS_MAX));
        tree.putAll(keys);
        web = new WebVerticle(WebConfig.of(tree, Map.of("KEYS", TestKeys.PASSWORD)), List.of());
        vertx.deployVerticle(web).await(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private Socket send(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port());
        sockets.add(socket);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** Returns the first line of an answer; null if the server closes the connection. */
    private static @Nullable String answer(Socket socket) throws IOException {
        try {
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
        } catch (SocketException reset) {
            return null;
        }
    }

    private int status(String text) throws IOException {
        return Integer.parseInt(String.valueOf(answer(send(text))).split(" ", -1)[1]);
    }

    private String metrics() throws IOException {
        Socket socket = send("GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n");
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void newClientIsAnsweredAlthoughSlowOnesHoldAllConnections() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 2 * CONNECTIONS_MAX; i++) {
            slow.add(send("GET /health/li"));
        }
        assertThat(status(GET)).isEqualTo(200);
        for (int i = 0; i < CONNECTIONS_MAX; i++) {
            assertThat(answer(slow.get(i))).isNull();
        }
        assertThat(metrics()).containsPattern("tickbus_web_refusals_total\\{kind=\"connections\"\\} [1-9]");
    }

    @Test
    void silentAndHalfRequestsAreClosed() throws Exception {
        List<Socket> late = List.of(
                send(""),
                send("GET /health/li"),
                send("POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nuser"));
        for (Socket socket : late) {
            String answer = answer(socket);
            while (answer != null) {
                answer = answer(socket);
            }
        }
        assertThat(metrics()).contains("tickbus_web_refusals_total{kind=\"timeout\"} 1.0");
    }

    @Test
    void longHeadersAndBodiesAreRefused() throws Exception {
        String host = " HTTP/1.1\r\nHost: localhost\r\n";
        assertThat(status("GET /" + "a".repeat(ServerOptions.REQUEST_LINE_BYTES_MAX) + host + "\r\n"))
                .isEqualTo(414);
        assertThat(status("GET /" + host + "X: " + "a".repeat(ServerOptions.HEADER_BYTES_MAX) + "\r\n\r\n"))
                .isEqualTo(431);
        assertThat(status("POST /none" + host + "Content-Length: " + (OpenConnection.BODY_BYTES_MAX + 1) + "\r\n\r\n"))
                .isEqualTo(413);
        assertThat(status("PUT /log/levels/a" + host + "Content-Length: 101\r\n\r\n" + "a".repeat(101)))
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%zz"})
    void malformedPathIsRefused(String path) throws Exception {
        assertThat(status("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/eventbus/1/2/xhr",
                "/eventbus/1/2/eventsource",
                "/eventbus/1/2/htmlfile?c=c",
                "/eventbus/1/2/jsonp?c=c",
                "/eventbus/iframe.html",
                "/eventbus/chunking_test",
                "/eventbus"
            })
    void bridgeHasWebSocketsOnly(String path) throws Exception {
        for (String method : List.of("GET", "POST")) {
            assertThat(status(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"))
                    .isIn(404, 405);
        }
    }

    @Test
    void pathOfManyPartsIsNotFound() throws Exception {
        String path = "/" + "a/".repeat(1900) + "a.js";
        assertThat(status("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .isEqualTo(404);
    }

    /** The first message that a WebSocket receives, and its end. */
    private static final class Received implements WebSocket.Listener {
        private final CompletableFuture<String> first = new CompletableFuture<>();
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean isLast) {
            first.complete(StandardCharsets.UTF_8.decode(data).toString());
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(null);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            closed.complete(null);
        }
    }

    private WebSocket open(Received received) throws Exception {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + web.port() + "/eventbus/websocket"), received)
                .get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "no json", "{\"type\":\"ping\"}"})
    void webSocketWithTooManyMessagesIsClosed(String message) throws Exception {
        Received received = new Received();
        WebSocket socket = open(received);
        while (!received.closed.isDone()) {
            try {
                socket.sendText(message, true).get();
            } catch (ExecutionException closed) {
                received.closed.get();
            }
        }
        assertThat(metrics()).contains("tickbus_web_refusals_total{kind=\"messages\"} 1.0");
    }

    @Test
    void webSocketWithALongMessageIsClosed() throws Exception {
        Received received = new Received();
        var sent = open(received).sendText("a".repeat(ServerOptions.MESSAGE_BYTES_MAX + 1), true);
        assertThat(sent).isNotNull();
        received.closed.get();
    }

    @Test
    void webSocketHasALimitOfPendingQueries() throws Exception {
        vertx.eventBus().consumer("tickbus.table.slow.query", query -> {}); // never answers
        String query =
                "{\"type\":\"send\",\"address\":\"tickbus.table.slow.query\",\"replyAddress\":\"r\",\"body\":{}}";
        Received received = new Received();
        WebSocket socket = open(received);
        for (int i = 0; i <= BridgeAccess.HANDLERS_OF_SOCKET_MAX; i++) {
            socket.sendText(query, true).get();
        }
        assertThat(received.first.get()).contains("max_handlers_reached");
    }

    @Test
    void messageWithHeadersIsRefused() throws Exception {
        Received received = new Received();
        open(received)
                .sendText("{\"type\":\"send\",\"address\":\"tickbus.table.a.query\",\"headers\":\"x\"}", true)
                .get();
        assertThat(received.first.get()).contains("rejected");
    }

    @Test
    void tlsHasOneRequestAtATime(@TempDir Path dir) throws Exception {
        Path keys = TestKeys.make(dir.resolve("web.p12"), "localhost");
        deploy(Map.of("tls", Map.of("keyStore", keys.toString(), "password", Map.of("env", "KEYS"))));
        HttpResponse<String> live = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(TestKeys.trusting(keys))
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://localhost:" + web.port() + "/health/live"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
}
