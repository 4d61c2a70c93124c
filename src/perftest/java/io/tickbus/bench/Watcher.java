package io.tickbus.bench;

import io.tickbus.event.Addresses;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A browser with the page, and a Prometheus. It requests the newest rows of a table four times a second, the tables
 * every two seconds, and the metrics every second (Prometheus: every fifteen seconds), and receives all publications.
 * Answers are counted and not checked.
 */
final class Watcher implements AutoCloseable, WebSocket.Listener {
    private static final int ROWS = 40;
    private static final int ROWS_MS = 250;
    private static final int TABLES_MS = 2000;
    private static final int METRICS_MS = 1000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger scrapes = new AtomicInteger();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final WebSocket page;

    /** Starts, and waits for the first answers of page and metrics. */
    Watcher(int port, String table) throws InterruptedException {
        page = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/eventbus/websocket"), this)
                .join();
        List.of(Addresses.STATUS, Addresses.REJECTED, Addresses.EVENTS)
                .forEach(address -> send("register", address, null));
        HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        begin(ROWS_MS, () -> ask(Addresses.query(table), JsonObject.of("op", "last", "rows", ROWS)));
        begin(TABLES_MS, () -> ask(Addresses.TABLES, new JsonObject()));
        begin(METRICS_MS, () -> scrape(metrics));
        awaitAnswers();
    }

    /**
     * Runs an action now, and then periodically from a random time of the first period on. A short round therefore
     * has its share of each action. All actions run on one thread, because the page's socket sends one text at a
     * time.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the action runs until the watcher is closed
    private void begin(int ms, Runnable action) {
        Runnable watched = () -> {
            try {
                action.run();
            } catch (RuntimeException failed) {
                failure.compareAndSet(null, failed);
            }
        };
        clock.execute(watched);
        clock.scheduleAtFixedRate(watched, ThreadLocalRandom.current().nextInt(ms), ms, TimeUnit.MILLISECONDS);
    }

    /** Waits for the first answers, which take longer than later ones. */
    private void awaitAnswers() throws InterruptedException {
        while (failure.get() == null && (answers.get() == 0 || scrapes.get() == 0)) {
            Thread.sleep(1);
        }
    }

    private void ask(String address, JsonObject question) {
        send("send", address, question);
    }

    private void send(String type, String address, @Nullable JsonObject body) {
        JsonObject frame = JsonObject.of("type", type, "address", address);
        if (body != null) {
            frame.put("replyAddress", "answer");
            frame.put("body", body);
        }
        page.sendText(frame.encode(), true).join();
    }

    private void scrape(HttpRequest metrics) {
        try {
            http.send(metrics, HttpResponse.BodyHandlers.ofByteArray());
            scrapes.incrementAndGet();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer text, boolean last) {
        if (last) {
            answers.incrementAndGet();
        }
        socket.request(1);
        return null;
    }

    /**
     * Closes the watcher.
     *
     * @throws IllegalStateException if a request has failed, so that the load was smaller than reported
     */
    @Override
    public void close() {
        RuntimeException failed = failure.get(); // before the close interrupts requests
        clock.shutdownNow();
        page.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        if (failed != null) {
            throw new IllegalStateException("the watcher failed", failed);
        }
    }
}
