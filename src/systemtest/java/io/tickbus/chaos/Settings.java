package io.tickbus.chaos;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The settings of a run. Settings that the command line does not have are drawn from the seed.
 *
 * @param subscribers {@code one} for all tables, {@code two} with a table each, or {@code syms} for one with half of
 *     the symbols
 * @param replay file or ipc
 * @param overflow block or replay
 * @param pings true if a silent tickerplant is pinged, and disconnected without an answer
 */
record Settings(long seed, int batchMs, int rate, String subscribers, String replay, String overflow, boolean pings) {
    static final List<String> TABLES = List.of("trade", "quote");
    /** All symbols of the feed. */
    static final List<String> SYMS =
            IntStream.range(0, 50).mapToObj(i -> "S" + i).toList();

    private static final int PING_MS = 400;
    private static final int SILENT_MS_MAX = 1500;

    static Settings drawn(
            long seed, int batchMs, int rate, String subscribers, String replay, String overflow, String pings) {
        Random random = new Random(seed);
        return new Settings(
                seed,
                batchMs,
                rate,
                drawn(subscribers, random, "one", "one", "two", "syms"),
                drawn(replay, random, "file", "ipc"),
                drawn(overflow, random, "block", "replay"),
                drawn(pings, random, "yes", "no").equals("yes"));
    }

    private static String drawn(String given, Random random, String... choices) {
        String choice = choices[random.nextInt(choices.length)]; // drawn even if it is not used, so that later draws do not change
        return given.equals("seed") ? choice : given;
    }

    /** Returns the symbols of the subscriptions; empty for all. */
    List<String> syms() {
        return subscribers.equals("syms") ? SYMS.subList(0, SYMS.size() / 2) : List.of();
    }

    List<String> tickerplantArguments(Path logDir) {
        return List.of(
                "tickerplant",
                "--port",
                "0",
                "--log-dir",
                logDir.toString(),
                "--batch-ms",
                Integer.toString(batchMs),
                "--no-feed");
    }

    /** Returns the configuration of the pipeline. Its limits are so small that a run reaches them. */
    JsonObject pipeline(int port) {
        JsonArray list = new JsonArray();
        if (subscribers.equals("two")) {
            TABLES.forEach(table -> list.add(subscriber(table, port).put("tables", new JsonArray().add(table))));
        } else if (subscribers.equals("syms")) {
            list.add(subscriber("half", port).put("tables", new JsonArray(TABLES)).put("syms", new JsonArray(syms())));
        } else {
            list.add(subscriber("all", port));
        }
        return new JsonObject().put("subscribers", list);
    }

    private JsonObject subscriber(String name, int port) {
        JsonObject keys = new JsonObject()
                .put("name", name)
                .put("port", port)
                .put("replay", replay)
                .put("overflow", overflow)
                .put("connectTimeoutMs", 1500)
                .put("reconnectDelayMsMin", 20)
                .put("reconnectDelayMsMax", 500)
                .put("batchRowsMax", 4096)
                .put("inFlightRowsMax", 16_384)
                .put("acknowledgeTimeoutMs", 1500);
        return pings ? keys.put("pingMs", PING_MS).put("silentMsMax", SILENT_MS_MAX) : keys;
    }

    @Override
    public String toString() {
        return "seed " + seed + ", " + (batchMs == 0 ? "zero latency" : "batches of " + batchMs + " ms") + ", " + rate
                + " rows/s, subscribers " + subscribers + ", replay " + replay + ", overflow " + overflow + ", pings "
                + (pings ? "yes" : "no");
    }
}
