package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.WebConfig;
import io.tickbus.event.Addresses;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logins at the SockJS bridge, and the events that a user receives over it. */
@Timeout(60)
class BridgeAccessTest {
    private static final int LIMIT_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient();
    private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();

    @SuppressWarnings("NullAway.Init")
    private WebVerticle web;

    @BeforeEach
    void deploy(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("users");
        UserFile users = UserFile.readOrEmpty(file)
                .with("all", "p", Rights.parse("read"))
                .with("one", "p", Rights.parse("read=trade"))
                .with("feed", "p", Rights.parse("append"))
                .with("boss", "p", Rights.parse("admin"));
        Files.write(file, users.bytes());
        web = new WebVerticle(WebConfig.of(Map.of("port", 0, "users", file.toString()), Map.of()), List.of());
        vertx.deployVerticle(web).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        Map<String, Object> columns = Map.of("columns", Map.of("n", "long"));
        StoreConfig tables = StoreConfig.of(Map.of("tables", Map.of("trade", columns, "secret", columns)));
        vertx.deployVerticle(new TableVerticle(tables)).await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private WebSocket connect(WebSocketConnectOptions options) throws Exception {
        options.setHost("127.0.0.1").setPort(web.port()).setURI("/eventbus/websocket");
        WebSocket socket = client.connect(options).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        socket.handler(bytes -> received.add(new JsonObject(bytes)));
        return socket;
    }

    private WebSocket connect(String user) throws Exception {
        String credentials = Base64.getEncoder().encodeToString((user + ":p").getBytes(StandardCharsets.UTF_8));
        return connect(new WebSocketConnectOptions().addHeader("Authorization", "Basic " + credentials));
    }

    private static void send(WebSocket socket, String type, String address, JsonObject body) {
        socket.writeTextMessage(new JsonObject()
                .put("type", type)
                .put("address", address)
                .put("replyAddress", "reply")
                .put("body", body)
                .encode());
    }

    private JsonObject next() throws InterruptedException {
        JsonObject message = received.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(message).as("a message of the bridge").isNotNull();
        return message == null ? new JsonObject() : message;
    }

    @Test
    void strangerHasNoBridge() {
        assertThatThrownBy(() -> connect(new WebSocketConnectOptions()))
                .isInstanceOfSatisfying(
                        UpgradeRejectedException.class,
                        refused -> assertThat(refused.getStatus()).isEqualTo(401));
        assertThatThrownBy(() -> connect(new WebSocketConnectOptions().addHeader("Origin", "http://evil.example")))
                .isInstanceOfSatisfying(
                        UpgradeRejectedException.class,
                        refused -> assertThat(refused.getStatus()).isEqualTo(403));
    }

    @Test
    void eventsOfOtherTablesAreNotDelivered() throws Exception {
        WebSocket socket = connect("one");
        send(socket, "register", Addresses.EVENTS, new JsonObject());
        send(socket, "register", "tickbus.owner", new JsonObject());
        assertThat(next().getString("type")).isEqualTo("err");
        for (String table : List.of("secret", "trade")) {
            vertx.eventBus()
                    .publish(
                            Addresses.EVENTS,
                            new JsonObject().put("event", "gap").put("table", table));
        }
        assertThat(next().getJsonObject("body").getString("table")).isEqualTo("trade");
        assertThat(received).isEmpty();
    }
}
