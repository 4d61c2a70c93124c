package io.tickbus.subscriber;

import io.tickbus.config.FlowConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges what came of a history. */
final class SimulatedOutcome {
    private static final int ROWS_SHOWN_MAX = 40;

    private final SubscriptionConfig.Tables wanted;
    private final FlowConfig flow;
    private final SimulatedTickerplant tickerplant;
    private final SimulatedBus bus;
    private final SimulatedWindow window;
    private JsonObject status = new JsonObject();
    private @Nullable String wrong; // kept, since who hears of it may swallow what is thrown
    private boolean logsTaken;
    private boolean logsAreWorse;
    private boolean rowsMayLeave;
    private final Map<SimulatedTable, long[]> held = new EnumMap<>(SimulatedTable.class);
    private final Map<SimulatedTable, long[]> heldOfDamaged = new EnumMap<>(SimulatedTable.class);
    private boolean caughtUp;

    SimulatedOutcome(
            SubscriberConfig config, SimulatedTickerplant tickerplant, SimulatedBus bus, SimulatedWindow window) {
        this.wanted = (SubscriptionConfig.Tables) config.subscription();
        this.tickerplant = tickerplant;
        this.bus = bus;
        this.window = window;
        this.flow = config.flow();
    }

    /**
     * Records the rows of the tables while the tickerplant is down. Rows that its log loses later were published and
     * must stay, because no log proves them wrong.
     */
    void tablesHold() {
        for (SimulatedTable table : SimulatedTable.values()) {
            if (!table.repeats() && bus.firstLogs(table.table()) != null) {
                held.put(table, table.rows(bus.owner().rows(table.table())));
            }
        }
    }

    /**
     * Records all rows. A damaged log follows the log that proves some of them wrong, so no table may be rebuilt from
     * these logs.
     */
    void chainBreaks() {
        logsAreWorse(true);
        rowsMayLeave = true; // by what was noted before
        for (SimulatedTable table : SimulatedTable.values()) {
            keep(table, row -> true);
        }
    }

    /** Returns whether a session has caught up from logs that could always be had, and the owner has all that was sent. */
    boolean isAtRest() {
        return bus.hasOwner() && "LIVE".equals(status.getString("state")) && window.rows() == 0 && !logsTaken;
    }

    /**
     * Records the rows of a log that is damaged now. No table may be rebuilt from this log, so its rows must stay. A
     * session that is just starting may have read the log before.
     */
    void olderLogIsDamaged(SimulatedLog log) {
        logsAreWorse(true);
        if (bus.hasOwner() && "LIVE".equals(status.getString("state"))) {
            for (SimulatedTable table : SimulatedTable.values()) {
                Set<Long> ofLog =
                        LongStream.of(log.rows(table, List.of())).boxed().collect(Collectors.toSet());
                keep(table, ofLog::contains);
            }
        }
    }

    private void keep(SimulatedTable table, LongPredicate rows) {
        if (bus.firstLogs(table.table()) != null && !table.repeats()) {
            long[] here = LongStream.of(table.rows(bus.owner().rows(table.table())))
                    .filter(rows)
                    .toArray();
            long[] before = heldOfDamaged.getOrDefault(table, new long[0]);
            heldOfDamaged.put(
                    table,
                    LongStream.concat(LongStream.of(before), LongStream.of(here))
                            .toArray());
        }
    }

    /**
     * Returns whether a fault may remove rows. Rows of a replaced, damaged or unread log may leave, and the rows of
     * an owner leave when it ends.
     */
    private static boolean mayTakeRows(SimulatedFault fault) {
        return switch (fault) {
            case KILL_AND_LOSE_LOG, KILL_AND_DAMAGE_LOG, OWNER_RESTART, OWNER_CHANGE -> true;
            default -> fault.takesLogs();
        };
    }

    void happens(SimulatedFault fault) {
        rowsMayLeave |= mayTakeRows(fault);
        logsTaken |= fault.takesLogs();
        if (fault.changesOwner() || fault.takesLogs()) {
            heldOfDamaged.clear();
        }
    }

    /** Notes that a log may have fewer rows than were published, or may not be read to its end. */
    void logsAreWorse(boolean now) {
        logsAreWorse |= now;
    }

    void status(JsonObject now) {
        status = now;
        long bytesMax = Math.max(flow.inFlightBytesMax(), window.batchBytesMax()); // a larger batch goes alone
        if (now.getLong("inFlightBytes") > bytesMax + SimulatedWindow.MARKS_BYTES_MAX && window.isOpen()) {
            wrong = "inFlightBytesMax is passed: " + now;
        }
        if (now.getString("reason").startsWith("java.")) {
            wrong = "an exception: " + now;
        }
    }

    /** State and reason of the subscriber, as it was published last. */
    String state() {
        return status.getString("state") + " " + status.getString("reason");
    }

    void rejected(JsonObject rejection) {
        String reason = rejection.getString("reason");
        if (!reason.startsWith("the connection ended inside a message")
                && !reason.endsWith("messages came before a subscription that failed")
                && !reason.contains(" ends no day: ")) {
            wrong = "rejected: " + rejection;
        }
    }

    /** The next session begins with all logs in their places. */
    void catchesUp() {
        caughtUp = true;
    }

    /** Returns the first wrong result at the end of a history; null if there is none. */
    @Nullable
    String problem() {
        if (wrong != null) {
            return wrong;
        }
        if (!"LIVE".equals(status.getString("state"))) {
            return "the subscriber is " + state();
        }
        if (status.getLong("lagRows") != 0
                || status.getLong("lagMs") != 0
                || status.getLong("inFlightRows") != 0
                || window.rows() != 0) {
            return "lag in " + status + ", " + window.rows() + " rows in flight";
        }
        if (!status.getLong("received").equals(status.getLong("applied"))) {
            return "counters of " + status;
        }
        if (window.problem() != null) {
            return window.problem();
        }
        for (SimulatedTable table : SimulatedTable.values()) {
            if (wanted.names().isEmpty() || wanted.names().contains(table.table())) {
                String problem = problem(table);
                if (problem != null) {
                    return problem;
                }
            }
        }
        return null;
    }

    void checkEnded() {
        if (!"STOPPED".equals(status.getString("state")) || window.rows() != 0) {
            throw new AssertionError("not stopped in order: " + status);
        }
    }

    private @Nullable String problem(SimulatedTable table) {
        List<String> firstLogs = bus.firstLogs(table.table());
        if (firstLogs == null) {
            return "the owner has no " + table;
        }
        long[] found = table.rows(bus.owner().rows(table.table()));
        JsonObject described = bus.owner().describe(table.table());
        String disorder = table.repeats() ? null : disorder(found);
        if (disorder != null) {
            return table + disorder + " in " + text(found);
        }
        if (described.containsKey("rebuildingSince")) {
            return table + " is being rebuilt";
        }
        long[] kept = held.getOrDefault(table, new long[0]);
        if (!rowsMayLeave && !isProvedWrong(table) && !containsAll(found, kept)) {
            return table + " held " + text(kept) + ", and has " + text(found);
        }
        long[] ofDamaged = heldOfDamaged.getOrDefault(table, new long[0]);
        if (!containsAll(found, ofDamaged)) {
            return table + " held " + text(ofDamaged) + " of a log that is damaged, and has " + text(found);
        }
        if (allowed(firstLogs).anyMatch(first -> Arrays.equals(found, expected(table, first)))) {
            return null;
        }
        String difference = "%s has%n%s, not%n%s since %s, and says %s"
                .formatted(table, text(found), text(expected(table, firstLogs.get(0))), firstLogs, described);
        if (described.getLong("gaps") == 0) {
            return difference;
        }
        if (logsAreWorse) {
            return null;
        }
        if (!logsTaken) {
            return "though all logs could be had, " + difference;
        }
        return caughtUp && !endsWith(found, tickerplant.today().rows(table, wanted.syms()))
                ? "though today's log could be had, " + difference
                : null;
    }

    /**
     * Returns the logs with which a table may begin. A table of a session without a known log may begin with any log.
     */
    private Stream<String> allowed(List<String> firstLogs) {
        return firstLogs.contains("")
                ? tickerplant.logs().stream().map(log -> log.path().toString())
                : firstLogs.stream();
    }

    /** The rows of all logs from one on. */
    private long[] expected(SimulatedTable table, String firstLog) {
        List<SimulatedLog> logs = new ArrayList<>(tickerplant.logs());
        logs.removeIf(log -> log.path().toString().compareTo(firstLog) < 0);
        return logs.stream()
                .flatMapToLong(log -> LongStream.of(log.rows(table, wanted.syms())))
                .toArray();
    }

    private static boolean endsWith(long[] rows, long[] last) {
        return rows.length >= last.length
                && Arrays.equals(rows, rows.length - last.length, rows.length, last, 0, last.length);
    }

    /** Whether a whole log has replaced the table for a reason: it has other rows, or as many as a table that misses some. */
    private boolean isProvedWrong(SimulatedTable table) {
        return bus.owner().events().stream()
                .filter(event -> event.getString("event").equals("rebuild"))
                .filter(event -> event.getString("table").equals(table.table()))
                .anyMatch(event ->
                        event.getString("reason").matches("within its first [1-9].*|rows are missing in the table.*"));
    }

    private static boolean containsAll(long[] rows, long[] some) {
        return LongStream.of(some).allMatch(row -> LongStream.of(rows).anyMatch(one -> one == row));
    }

    private static @Nullable String disorder(long[] rows) {
        for (int i = 1; i < rows.length; i++) {
            if (rows[i] <= rows[i - 1]) {
                return " has " + rows[i] + " after " + rows[i - 1];
            }
        }
        return null;
    }

    /** Rows as ranges, the last of them. */
    private static String text(long[] rows) {
        List<String> ranges = new ArrayList<>();
        for (int i = 0; i < rows.length; ) {
            int from = i++;
            while (i < rows.length && rows[i] == rows[i - 1] + 1) {
                i++;
            }
            ranges.add(rows[from] + (i - from > 1 ? ".." + rows[i - 1] : ""));
        }
        int skipped = Math.max(0, ranges.size() - ROWS_SHOWN_MAX);
        return rows.length + " rows: " + (skipped > 0 ? "... " : "")
                + String.join(" ", ranges.subList(skipped, ranges.size()));
    }
}
