package io.tickbus.chaos;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One node of the cluster: {@code scripts/tickbus run table subscriber --cluster}, again and again. */
final class NodeProcess {
    /** The program gives itself less. */
    private static final int END_MS_MAX = 10_000;

    /** A node that goes on leaves the cluster and joins it again. */
    private static final long REJOIN_NANOS = TimeUnit.SECONDS.toNanos(4);

    private static final String STATUS = "rows ";

    private enum Condition {
        RUNS,
        FROZEN,
        ENDED
    }

    private final int index;
    private final Path config;
    private final Path log;
    private final String heap;
    private volatile Condition condition = Condition.ENDED;
    private volatile long sinceNanos;
    private volatile ChildProcess process;

    /**
     * Starts it.
     *
     * @param index from 0
     */
    NodeProcess(int index, JsonObject config, String heap, Path dir) throws IOException {
        this.index = index;
        this.heap = heap;
        this.config = dir.resolve("node" + index + ".yaml");
        this.log = dir.resolve("node" + index + ".log");
        Files.writeString(this.config, config.encodePrettily()); // JSON is YAML
        this.process = started();
    }

    private ChildProcess started() throws IOException {
        ChildProcess started = ChildProcess.logged(
                TickbusProgram.class,
                List.of("@scripts/jvm.options", "@scripts/classpath.options", "-Xmx" + heap),
                List.of("run", "table", "subscriber", "--cluster", "--conf", config.toString()),
                log);
        turn(Condition.RUNS);
        return started;
    }

    private void turn(Condition next) {
        sinceNanos = System.nanoTime();
        condition = next;
    }

    int index() {
        return index;
    }

    boolean runs() {
        return condition == Condition.RUNS;
    }

    boolean isFrozen() {
        return condition == Condition.FROZEN;
    }

    /** Since when it runs as it should, is frozen or has ended, as {@link System#nanoTime}. */
    long sinceNanos() {
        return sinceNanos;
    }

    /** Whether it has ended although nobody told it to. */
    boolean hasEndedByItself() {
        return condition != Condition.ENDED && !process.isAlive();
    }

    void kill() {
        turn(Condition.ENDED);
        process.kill();
    }

    /** Tells it to end, and waits for it; false when it had to be killed. */
    boolean terminate() throws IOException {
        turn(Condition.ENDED);
        return process.terminate(END_MS_MAX);
    }

    void restart() throws IOException {
        process = started();
    }

    /** Stops it for a while, and waits until it goes on. */
    void freeze(long ms) throws IOException {
        turn(Condition.FROZEN);
        process.freeze(ms);
        sinceNanos = System.nanoTime() + REJOIN_NANOS;
        condition = Condition.RUNS;
    }

    /** Whether it has said, when it ended by itself, that somebody should start it: it could not join the cluster anew. */
    boolean wantsToBeStarted() throws IOException {
        return tail(1).contains("start again");
    }

    /** The last lines that it wrote, but for those of its status. */
    String tail(int lines) throws IOException {
        try (Stream<String> all = Files.lines(log, StandardCharsets.UTF_8)) {
            List<String> list = all.filter(line -> !line.startsWith(STATUS)).toList();
            return String.join("\n", list.subList(Math.max(0, list.size() - lines), list.size()));
        }
    }

    @Override
    public String toString() {
        return "node " + index;
    }
}
