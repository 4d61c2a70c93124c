package io.tickbus.chaos;

import io.tickbus.config.PipelineConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.ReplyFormat;
import io.tickbus.event.Rows;
import io.tickbus.event.Status;
import io.tickbus.pipeline.PipelineVerticle;
import io.tickbus.pipeline.Plan;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.deployment.DeploymentContext;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * A process with the pipeline. A line of JSON on standard input is a request, and a line on standard output is its
 * answer. {@code status} returns the progress, {@code stall} blocks the owner's thread for {@code ms}, and {@code
 * compare} compares tables with logs.
 */
public final class PipelineProgram {
    /** The first characters of a line on standard error that is an event. */
    static final String EVENT = "event: ";

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Status> statuses = new ConcurrentHashMap<>();
    private final AtomicLong mostRows = new AtomicLong();
    private final AtomicLong mostBytes = new AtomicLong();
    private final PrintStream out = System.out;

    private PipelineProgram() {}

    /**
     * Runs the pipeline.
     *
     * @param args the configuration as JSON
     */
    public static void main(String... args) {
        PipelineProgram program = new PipelineProgram();
        JsonObject config = new JsonObject(args[0]);
        try {
            program.deploy(config);
        } catch (RuntimeException failure) {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
        program.say(new JsonObject().put("ready", true));
        Lifeline.follow(line -> program.say(program.answer(new JsonObject(line))));
    }

    private void deploy(JsonObject config) {
        vertx.eventBus().<JsonObject>consumer(Addresses.STATUS, message -> {
            Status status = Status.of(message.body());
            if (status.part().equals(Status.SUBSCRIBER)) {
                statuses.put(status.name(), status);
                mostRows.accumulateAndGet(status.inFlightRows(), Math::max);
                mostBytes.accumulateAndGet(status.inFlightBytes(), Math::max);
            }
        });
        vertx.eventBus()
                .<JsonObject>consumer(
                        Addresses.EVENTS, message -> System.err.println(EVENT + message.body().encode()));
        vertx.eventBus()
                .<JsonObject>consumer(
                        Addresses.REJECTED, message -> System.err.println("rejected: " + message.body().encode()));
        PipelineConfig read = PipelineConfig.of(config.getMap(), Map.of());
        vertx.deployVerticle(new PipelineVerticle(Plan.of(read, Set.of(), 1))).await();
    }

    private void say(JsonObject line) {
        out.println(line.encode());
        out.flush();
    }

    private JsonObject answer(JsonObject question) {
        try {
            return switch (question.getString("ask")) {
                case "status" -> status(question.getJsonArray("tables"));
                case "stall" -> stall(question.getLong("ms"));
                case "compare" -> compare(question).toJson();
                case "most" -> new JsonObject().put("rows", mostRows.get()).put("bytes", mostBytes.get());
                default -> new JsonObject().put("failure", "unknown: " + question);
            };
        } catch (IOException | RuntimeException failure) {
            failure.printStackTrace();
            return new JsonObject().put("failure", failure.toString());
        }
    }

    /** Returns {@code {states: {name: STATE}, numbers: {table: number of the last row}}}. */
    private JsonObject status(JsonArray tables) {
        JsonObject states = new JsonObject();
        statuses.forEach((name, status) -> states.put(name, status.state()));
        JsonObject numbers = new JsonObject();
        for (Object table : tables) {
            numbers.put((String) table, lastNumber((String) table));
        }
        return new JsonObject().put("states", states).put("numbers", numbers);
    }

    private long lastNumber(String table) {
        JsonObject last = new JsonObject().put("op", "last").put("rows", 1);
        try {
            Rows rows = vertx.eventBus()
                    .<Rows>request(Addresses.query(table), last, ReplyFormat.batch())
                    .await()
                    .body();
            return rows.rows().size() == 0 ? 0 : new Row(rows.rows().columns(), 0).number();
        } catch (ReplyException noSuchTable) {
            return 0;
        }
    }

    private JsonObject stall(long ms) {
        for (DeploymentContext deployment :
                ((VertxInternal) vertx).deploymentManager().deployments()) {
            deployment.deployment().instances().forEach(verticle -> {
                if (verticle instanceof TableVerticle owner) {
                    owner.context().runOnContext(turn -> sleep(ms));
                }
            });
        }
        return new JsonObject().put("ms", ms);
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private Verdict compare(JsonObject question) throws IOException {
        List<Path> logs = question.getJsonArray("logs").stream()
                .map(log -> Path.of((String) log))
                .toList();
        Set<String> syms = question.getJsonArray("syms").stream()
                .map(String.class::cast)
                .collect(Collectors.toSet());
        Verdict sum = Verdict.NOTHING;
        for (Object table : question.getJsonArray("tables")) {
            String name = (String) table;
            sum = sum.plus(new Comparison(logs, name, syms, new TableRows(vertx, name)).verdict());
        }
        return sum;
    }
}
