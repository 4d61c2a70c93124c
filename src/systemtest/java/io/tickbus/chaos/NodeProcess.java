package io.tickbus.chaos;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A node of the cluster, {@code scripts/tickbus run table subscriber --cluster}. It can be started repeatedly. */
final class NodeProcess {
    /** Limit of the time of an orderly end, in ms. The program's own limit is smaller. */
    private static final int END_MS_MAX = 10_000;

    /** The time in which a node that continues after a freeze leaves the cluster and joins it again. */
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
     * Starts the node.
     *
     * @param index the number of the node, from 0
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

    /** Returns the time of the last change of the node's state, in ns of {@link System#nanoTime}. */
    long sinceNanos() {
        return sinceNanos;
    }

    /** Returns whether the node has ended without a fault. */
    boolean hasEndedByItself() {
        return condition != Condition.ENDED && !process.isAlive();
    }

    void kill() {
        turn(Condition.ENDED);
        process.kill();
    }

    /** Ends the node, and waits for its end. Returns false if it had to be killed. */
    boolean terminate() throws IOException {
        turn(Condition.ENDED);
        return process.terminate(END_MS_MAX);
    }

    void restart() throws IOException {
        process = started();
    }

    /** Freezes the node for some time, and waits until it continues. */
    void freeze(long ms) throws IOException {
        turn(Condition.FROZEN);
        process.freeze(ms);
        sinceNanos = System.nanoTime() + REJOIN_NANOS;
        condition = Condition.RUNS;
    }

    /**
     * Returns whether the node asked to be started again when it ended by itself, because it could not join the
     * cluster again.
     */
    boolean wantsToBeStarted() throws IOException {
        return tail(1).contains("start again");
    }

    /** Returns the last lines of the node's output, without the status lines. */
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
