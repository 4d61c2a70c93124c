package io.tickbus.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OpenID Connect provider on a loopback port that knows no code. It keeps the secrets that clients send. */
final class RefusingProvider implements AutoCloseable {
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final List<String> received = new CopyOnWriteArrayList<>();

    RefusingProvider() throws IOException {
        server.createContext("/", exchange -> {
            switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/openid-configuration" -> answer(exchange, 200, configuration());
                case "/keys" -> answer(exchange, 200, new JsonObject().put("keys", new JsonArray()));
                default -> {
                    String basic = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
                    received.add(basic.startsWith("Basic ") ? decoded(basic.substring("Basic ".length())) : basic);
                    received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                    answer(exchange, 400, new JsonObject().put("error", "invalid_grant"));
                }
            }
        });
        server.start();
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private JsonObject configuration() {
        return new JsonObject()
                .put("issuer", issuer())
                .put("authorization_endpoint", issuer() + "/auth")
                .put("token_endpoint", issuer() + "/token")
                .put("userinfo_endpoint", issuer() + "/me")
                .put("jwks_uri", issuer() + "/keys")
                .put("response_types_supported", List.of("code"))
                .put("grant_types_supported", List.of("authorization_code"));
    }

    private static void answer(HttpExchange exchange, int status, JsonObject body) throws IOException {
        byte[] bytes = body.encode().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Returns what clients sent to exchange a code. */
    String received() {
        return String.join("\n", received);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
