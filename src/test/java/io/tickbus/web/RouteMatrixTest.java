package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.access.RightsMatrix;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.WebConfig;
import io.tickbus.event.Addresses;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each route of the web server and each address of the event bus with each right and with none. */
@Timeout(120)
class RouteMatrixTest {
    private static final int LIMIT_SECONDS = 20;

    /** The status of the answer. */
    private static final RightsMatrix ROUTES = new RightsMatrix("""
            GET /health/live             | 200 200 200 200 200 200 200
            HEAD /health/live            | 200 200 200 200 200 200 200
            GET /health/ready            | 200 200 200 200 200 200 200
            GET /metrics                 | 401 200 200 200 403 403 403
            HEAD /metrics                | 401 200 200 200 403 403 403
            GET /login                   | 200 200 200 200 200 200 200
            POST /login                  | 403 403 403 403 403 403 403
            POST /logout                 | 401 303 303 303 403 403 403
            GET /api/me                  | 401 200 200 200 403 403 403
            GET /api/overview            | 401 200 200 200 403 403 403
            GET /api/tables              | 401 200 200 200 403 403 403
            GET /log/levels              | 401 403 403 403 403 403 200
            PUT /log/levels/io.tickbus.x | 401 403 403 403 403 403 200
            DELETE /log/levels/io.tickbus.x | 401 403 403 403 403 403 200
            GET /eventbus                | 401 404 404 404 403 403 403
            GET /eventbus/info           | 401 200 200 200 403 403 403
            GET /eventbus/iframe.html    | 401 404 404 404 403 403 403
            POST /eventbus/1/2/xhr       | 401 404 404 404 403 403 403
            GET /                        | 401 200 200 200 403 403 403
            GET /style.css               | 200 200 200 200 200 200 200
            GET /webjars/none            | 404 404 404 404 404 404 404
            GET /none                    | 404 404 404 404 404 404 404
            PUT /api/overview            | 405 405 405 405 405 405 405
            """);

    /**
     * {@code rec}: an answer. {@code err}: the bridge refuses the message. The number is the status without a bridge.
     */
    private static final RightsMatrix BRIDGE = new RightsMatrix("""
            send tickbus.table.trade.query      | 401 err rec rec 403 403 403
            send tickbus.table.trade.query.x    | 401 err err err 403 403 403
            send tickbus.table.trade.append     | 401 err err err 403 403 403
            send tickbus.table.trade.fetch      | 401 err err err 403 403 403
            send tickbus.table.trade.publish    | 401 err err err 403 403 403
            publish tickbus.table.trade.append  | 401 err err err 403 403 403
            send tickbus.tables                 | 401 err err err 403 403 403
            send tickbus.owner                  | 401 err err err 403 403 403
            send tickbus.status                 | 401 err err err 403 403 403
            publish tickbus.status              | 401 err err err 403 403 403
            publish tickbus.rejected            | 401 err err err 403 403 403
            publish tickbus.events              | 401 err err err 403 403 403
            register tickbus.status             | 401 rec rec rec 403 403 403
            register tickbus.rejected           | 401 rec rec rec 403 403 403
            register tickbus.events             | 401 rec rec rec 403 403 403
            register tickbus.owner              | 401 err err err 403 403 403
            register tickbus.tables             | 401 err err err 403 403 403
            register tickbus.table.trade.query  | 401 err err err 403 403 403
            register tickbus.table.trade.append | 401 err err err 403 403 403
            """);

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient();
    private Map<String, String> tokens = Map.of();
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();

    @SuppressWarnings("NullAway.Init")
    private WebVerticle web;

    @BeforeEach
    void deploy(@TempDir Path dir) throws Exception {
        Path users = dir.resolve("users");
        tokens = RightsMatrix.writeUsers(users);
        web = new WebVerticle(WebConfig.of(Map.of("port", 0, "users", users.toString()), Map.of()), List.of());
        vertx.deployVerticle(web).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        Map<String, Object> columns = Map.of("columns", Map.of("n", "long"));
        StoreConfig tables = StoreConfig.of(Map.of("tables", Map.of("trade", columns, "secret", columns)));
        vertx.deployVerticle(new TableVerticle(tables)).await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void eachUserReachesWhatItsRightsPermit() throws Exception {
        ROUTES.check(this::status);
    }

    private String status(String user, String call) throws Exception {
        String[] parts = call.split(" ", 2);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.port() + parts[1]))
                .method(
                        parts[0],
                        parts[0].equals("PUT")
                                ? HttpRequest.BodyPublishers.ofString("INFO")
                                : HttpRequest.BodyPublishers.noBody());
        if (!user.equals("stranger")) {
            request.header("Authorization", "Bearer " + tokens.get(user));
        }
        return String.valueOf(http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode());
    }

    @Test
    void eachRouteIsInTheMatrix() {
        TreeSet<String> missing = new TreeSet<>();
        for (Route route : Objects.requireNonNull(web.server()).routes()) {
            String path = Objects.requireNonNullElse(route.getPath(), "/").replaceAll(":\\w+", "io.tickbus.x");
            Set<HttpMethod> methods = Objects.requireNonNullElse(route.methods(), Set.<HttpMethod>of());
            boolean isListed = ROUTES.calls().stream()
                    .map(call -> call.split(" ", 2))
                    .anyMatch(call -> call[1].startsWith(path)
                            && (methods.isEmpty() || methods.contains(HttpMethod.valueOf(call[0]))));
            if (!isListed) {
                missing.add(methods + " " + path);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void eachUserSendsAndReceivesWhatItsRightsPermit() throws Exception {
        BRIDGE.check(this::bridged);
    }

    private String bridged(String user, String call) throws Exception {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(web.port())
                .setURI("/eventbus/websocket");
        if (!user.equals("stranger")) {
            options.addHeader("Authorization", "Bearer " + tokens.get(user));
        }
        WebSocket socket;
        try {
            socket = client.connect(options).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (UpgradeRejectedException refused) {
            return String.valueOf(refused.getStatus());
        }
        received.clear();
        socket.handler(bytes -> received.add(new JsonObject(bytes)));
        String[] parts = call.split(" ", 2);
        write(socket, parts[0], parts[1], "answer");
        // A registration and a publication have no answer. The answer to a query behind them says that there was no
        // error.
        write(socket, "send", Addresses.query(user.equals("one") ? "trade" : "secret"), "behind");
        String last = parts[0].equals("send") ? "answer" : "behind";
        String answer = "";
        while (answer.isEmpty()) {
            JsonObject message = Objects.requireNonNull(received.poll(LIMIT_SECONDS, TimeUnit.SECONDS), call);
            String type = message.getString("type");
            answer = type.equals("err") || last.equals(message.getString("address")) ? type : "";
        }
        socket.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
        return answer;
    }

    private static void write(WebSocket socket, String type, String address, String replyAddress) {
        socket.writeTextMessage(new JsonObject()
                .put("type", type)
                .put("address", address)
                .put("replyAddress", replyAddress)
                .put("body", new JsonObject().put("op", "count"))
                .encode());
    }

    @Test
    void eachAddressIsInTheMatrix() throws Exception {
        TreeSet<String> missing = new TreeSet<>();
        for (Field constant : Addresses.class.getFields()) {
            missing.add((String) constant.get(null));
        }
        for (Method ofTable : Addresses.class.getMethods()) {
            if (Modifier.isStatic(ofTable.getModifiers())) {
                missing.add((String) ofTable.invoke(null, "trade"));
            }
        }
        for (String call : BRIDGE.calls()) {
            missing.remove(call.split(" ", 2)[1]);
        }
        assertThat(missing).isEmpty();
    }
}
