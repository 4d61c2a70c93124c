package io.tickbus.chaos;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The process of the pipeline. Its tables are empty after each restart. */
final class PipelineProcess {
    private final JsonObject config;
    private final Path errors;
    private volatile ChildProcess process;

    PipelineProcess(JsonObject config, Path dir) throws IOException {
        this.config = config;
        this.errors = dir.resolve("pipeline.err");
        this.process = started();
    }

    private ChildProcess started() throws IOException {
        ChildProcess started = new ChildProcess(PipelineProgram.class, "2g", errors, List.of(config.encode()));
        started.readLine();
        return started;
    }

    /** Returns the number of events for operators by kind, for example gaps and rebuilds, of all starts together. */
    Map<String, Integer> events() throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        try (Stream<String> lines = Files.lines(errors, StandardCharsets.UTF_8)) {
            lines.filter(line -> line.startsWith(PipelineProgram.EVENT))
                    .map(line -> new JsonObject(line.substring(PipelineProgram.EVENT.length())))
                    .forEach(event -> counts.merge(event.getString("event"), 1, Integer::sum));
        }
        return counts;
    }

    void kill() {
        process.kill();
    }

    void restart() throws IOException {
        process = started();
    }

    void freeze() throws IOException {
        process.freeze();
    }

    void thaw() throws IOException {
        process.thaw();
    }

    Standing standing() throws IOException {
        JsonObject answer = ask(new JsonObject().put("ask", "status").put("tables", new JsonArray(Settings.TABLES)));
        JsonObject states = answer.getJsonObject("states");
        boolean isLive = states.size() == config.getJsonArray("subscribers").size()
                && states.stream().allMatch(state -> state.getValue().equals("LIVE"));
        Map<String, Long> numbers = new HashMap<>();
        for (String table : Settings.TABLES) {
            numbers.put(table, answer.getJsonObject("numbers").getLong(table));
        }
        return new Standing(isLive, numbers);
    }

    void stallOwner(long ms) throws IOException {
        ask(new JsonObject().put("ask", "stall").put("ms", ms));
    }

    /** Returns the largest published number of rows and bytes in flight of one subscriber. */
    String mostInFlight() throws IOException {
        JsonObject most = ask(new JsonObject().put("ask", "most"));
        return most.getLong("rows") + " rows and " + most.getLong("bytes") + " bytes";
    }

    Verdict compare(List<Path> logs, List<String> syms) throws IOException {
        return Verdict.of(ask(new JsonObject()
                .put("ask", "compare")
                .put("logs", new JsonArray(logs.stream().map(Path::toString).toList()))
                .put("syms", new JsonArray(syms))
                .put("tables", new JsonArray(Settings.TABLES))));
    }

    private JsonObject ask(JsonObject question) throws IOException {
        JsonObject answer = new JsonObject(process.ask(question.encode()));
        if (answer.containsKey("failure")) {
            throw new IOException("the pipeline: " + answer.getString("failure"));
        }
        return answer;
    }
}
