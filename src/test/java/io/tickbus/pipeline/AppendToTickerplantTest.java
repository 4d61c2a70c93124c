package io.tickbus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.PipelineConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that applications append go to the tickerplant, and come back from there. */
@ExtendWith(VertxExtension.class)
class AppendToTickerplantTest {
    private static final int LIMIT_MS = 20_000;

    private static Map<String, Object> pipeline(List<Map<String, Object>> subscribers) {
        Map<String, Object> columns = Map.of("columns", Map.of("a", "long"), "append", "tickerplant");
        return Map.of(
                "tickerplant",
                Map.of("port", 0, "feed", Map.of("kind", "none")),
                "subscribers",
                subscribers,
                "tables",
                Map.of("trade", Map.of("keys", List.of("sym"), "append", "tickerplant"), "alone", columns));
    }

    private static void deploy(Vertx vertx, Map<String, Object> tree) throws Exception {
        Plan plan = Plan.of(PipelineConfig.of(tree, Map.of()), Set.of(), 1);
        await(vertx.deployVerticle(new PipelineVerticle(plan)));
    }

    @AfterEach
    void close(Vertx vertx) throws Exception {
        await(vertx.close()); // closed here, because the next test requires that no q thread is left
    }

    private static Future<JsonObject> append(Vertx vertx, String table, Object rows) {
        return vertx.eventBus()
                .<JsonObject>request(Addresses.append(table), rows)
                .map(Message::body);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(LIMIT_MS, TimeUnit.MILLISECONDS);
    }

    @Test
    void rowsComeBackStampedByTheTickerplant(Vertx vertx) throws Exception {
        deploy(vertx, pipeline(List.of(Map.of("name", "main"))));
        JsonObject row = new JsonObject().put("sym", "A").put("price", 1.5).put("size", 7);
        JsonObject reply = untilPublished(vertx, row);
        assertThat(reply.getValue("offset")).isNull();
        assertThat(reply.getInteger("rows")).isEqualTo(1);
        assertThat(reply.getLong("epoch")).isPositive();

        JsonArray rows = rows(vertx);
        for (long end = System.nanoTime() + LIMIT_MS * 1_000_000L; rows.isEmpty(); rows = rows(vertx)) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
        JsonObject back = rows.getJsonObject(0);
        assertThat(back.getString("time")).startsWith("0D");
        assertThat(back.getString("sym")).isEqualTo("A");
        assertThat(back.getLong("size")).isEqualTo(7);
    }

    /** The subscriber takes a moment until it is LIVE; the table is there before that. */
    private static JsonObject untilPublished(Vertx vertx, JsonObject row) throws Exception {
        long end = System.nanoTime() + LIMIT_MS * 1_000_000L;
        while (true) {
            Future<JsonObject> reply = append(vertx, "trade", row);
            try {
                return await(reply);
            } catch (Exception notYet) {
                assertThat(System.nanoTime()).as("in time; at last %s", notYet).isLessThan(end);
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    private static JsonArray rows(Vertx vertx) throws Exception {
        JsonObject request = new JsonObject().put("op", "last");
        return await(vertx.eventBus()
                        .<JsonObject>request(Addresses.query("trade"), request)
                        .map(Message::body))
                .getJsonArray("rows");
    }

    @Test
    void rowsThatDoNotFitAreRefusedByTheOwnerAndOthersWithoutASubscriber(Vertx vertx) throws Exception {
        deploy(vertx, pipeline(List.of()));
        assertThat(failure(append(vertx, "alone", new JsonObject().put("b", 1)), Failure.BAD_ROWS))
                .contains("b");
        assertThat(failure(append(vertx, "alone", new JsonObject().put("a", 1)), Failure.UNAVAILABLE))
                .isEqualTo("no subscriber that brings table alone is live; nothing was published");
    }

    private static String failure(Future<JsonObject> reply, Failure code) throws Exception {
        Throwable reason = await(
                reply.<Throwable>map(body -> new AssertionError(body.encode())).otherwise(thrown -> thrown));
        assertThat(code.isCauseOf(reason)).as("%s", reason).isTrue();
        return String.valueOf(reason.getMessage());
    }
}
