package io.tickbus.subscriber;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.MessageKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A model of kdb+tick, made from its description and from nothing that is tested here. In zero-latency mode it publishes, and
 * then logs; in batch mode it logs, and publishes at the next tick.
 */
final class SimulatedTickerplant {
    private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
    private static final Pattern SUB = Pattern.compile("\\.u\\.sub\\[`([a-z]*);`([a-z`]*)]");

    /** The messages of a day that begins and ends at once: most such days have rows of each table. */
    private static final int MESSAGES_OF_A_DAY = 8;

    private final SplittableRandom random;
    private final Path directory;
    private final boolean batch;
    private final Reply reply;
    private final boolean resetsCount;
    private final boolean publishesAll;
    private final List<SimulatedLog> logs = new ArrayList<>();
    private final Map<SimulatedConnection, Map<SimulatedTable, List<String>>> subscribers = new LinkedHashMap<>();
    private final Map<SimulatedTable, List<long[]>> unpublished = new EnumMap<>(SimulatedTable.class);
    private LocalDate day = LocalDate.of(2026, 8, 21);
    private boolean up = true;
    private boolean refusing;
    private long published; // .u.i
    private long notCounted; // messages of the log before the count began again
    private long rows;
    private String toldLog = "";

    /** The rows that the reply to a subscription carries. */
    enum Reply {
        NONE,
        /** The rows that are logged, and will be published at the next tick. */
        PENDING,
        /** The rows of the day, as far as they are published. */
        DAY;

        static Reply draw(SplittableRandom random) {
            return random.nextBoolean() ? NONE : values()[random.nextInt(values().length)];
        }
    }

    SimulatedTickerplant(SplittableRandom random, Path directory, boolean batch) {
        this.random = random;
        this.directory = directory;
        this.batch = batch;
        this.reply = Reply.draw(random);
        this.resetsCount = random.nextInt(8) == 0;
        this.publishesAll = random.nextInt(6) == 0;
        logs.add(new SimulatedLog(directory, day));
    }

    boolean isUp() {
        return up;
    }

    /** Returns the count of published messages, {@code .u.i}. */
    long published() {
        return published;
    }

    @Override
    public String toString() {
        return (batch ? "batch" : "zero latency") + ", replies with " + reply
                + (resetsCount ? ", counts anew at each start" : "")
                + (publishesAll ? ", publishes everything" : "");
    }

    /** The logs of all days, also of those whose files are gone. */
    List<SimulatedLog> logs() {
        return logs;
    }

    SimulatedLog today() {
        return logs.get(logs.size() - 1);
    }

    /** Returns the log that was named to the last subscriber; empty if there was none. */
    String toldLog() {
        return toldLog;
    }

    /** Deletes yesterday's log, if it is known that there was one. */
    void deleteYesterday(Predicate<String> isKnown) {
        SimulatedLog yesterday = logs.get(Math.max(0, logs.size() - 2));
        if (logs.size() > 1 && isKnown.test(yesterday.path().toString())) {
            yesterday.delete();
        }
    }

    /**
     * Damages a log of an earlier day, if all logs are in their places. Returns the log, or null when none was damaged.
     */
    @Nullable
    SimulatedLog damageOlder(SplittableRandom faults) {
        boolean all = logs.stream().allMatch(log -> Files.exists(log.path()));
        if (!all || logs.size() < 2) {
            return null;
        }
        SimulatedLog older = logs.get(faults.nextInt(logs.size() - 1));
        return older.damage(faults) ? older : null;
    }

    /** Starts with an empty log, ends two days with rows in each, and damages the log between them. */
    void breakChain(SplittableRandom faults) {
        start(true);
        feedSome();
        endOfDay(1);
        feedSome();
        SimulatedLog between = today();
        endOfDay(1);
        feedSome();
        between.damage(faults);
    }

    private void feedSome() {
        for (int i = 0; i < MESSAGES_OF_A_DAY; i++) {
            feed(random.nextInt(1, 4));
        }
    }

    void refuse(boolean now) {
        refusing = now;
    }

    void forget(SimulatedConnection connection) {
        subscribers.remove(connection);
    }

    /** Answers a synchronous request. */
    void request(SimulatedConnection connection, Value request) {
        if (up) {
            connection.write(Encoder.message(MessageKind.RESPONSE, answer(connection, request)));
        }
    }

    private Value answer(SimulatedConnection connection, Value request) {
        if (request instanceof ByteVector text && text.text().equals(".u.i")) {
            return Atom.ofLong(published);
        }
        if (refusing) {
            return new ErrorValue("access");
        }
        if (request instanceof ByteVector text && text.text().endsWith(";.u `i`L)")) {
            today().flush();
            toldLog = today().path().toString();
            Value coordinates = new GeneralList(Atom.ofLong(published), Atom.symbol(":" + toldLog));
            return new GeneralList(subscribe(connection, text.text()), coordinates);
        }
        if (request instanceof GeneralList call && call.size() == 3) {
            toldLog = "";
            String syms = call.valueAt(2) instanceof SymbolVector many
                    ? String.join(
                            "`",
                            LongStream.range(0, many.size())
                                    .mapToObj(i -> many.textAt((int) i))
                                    .toList())
                    : "";
            return subscribe(connection, ".u.sub[`" + text(call.valueAt(1)) + ";`" + syms + "]");
        }
        return new ErrorValue("nyi");
    }

    private static String text(Value symbol) {
        return ((SymbolVector) ((Atom) symbol).item()).textAt(0);
    }

    private Value subscribe(SimulatedConnection connection, String text) {
        Map<SimulatedTable, List<String>> wanted = subscribers.computeIfAbsent(connection, c -> new LinkedHashMap<>());
        List<Value> answers = new ArrayList<>();
        boolean one = false;
        Matcher calls = SUB.matcher(text);
        while (calls.find()) {
            List<String> syms = calls.group(2).isEmpty()
                    ? List.of()
                    : List.of(calls.group(2).split("`"));
            one = answers.isEmpty() && !calls.group(1).isEmpty();
            for (SimulatedTable table : SimulatedTable.values()) {
                if (calls.group(1).isEmpty() || table.table().equals(calls.group(1))) {
                    wanted.put(table, syms);
                    answers.add(new GeneralList(Atom.symbol(table.table()), table.flip(replied(table, syms))));
                }
            }
        }
        return one ? answers.get(0) : new GeneralList(answers.toArray(Value[]::new));
    }

    private long[] replied(SimulatedTable table, List<String> syms) {
        long[] rows = switch (reply) {
            case NONE -> new long[0];
            case PENDING -> pending(table);
            case DAY -> {
                long[] logged = today().rows(table, List.of());
                yield Arrays.copyOf(logged, Math.max(0, logged.length - pending(table).length));
            }
        };
        return table.select(syms, rows);
    }

    private long[] pending(SimulatedTable table) {
        return unpublished.getOrDefault(table, List.of()).stream()
                .flatMapToLong(LongStream::of)
                .toArray();
    }

    /** Returns whether the count of messages begins at 0 at each start, though the log goes on. */
    boolean resetsCount() {
        return resetsCount;
    }

    /** Takes rows from a feed. */
    void feed(int count) {
        if (up) {
            SimulatedTable table = SimulatedTable.draw(random);
            long[] added = table.numbered(random, newRows(count));
            if (batch) {
                unpublished.computeIfAbsent(table, t -> new ArrayList<>()).add(added);
            } else {
                publish(table, added);
                published++;
            }
            today().append(table, table.logged(random, added), added);
        }
    }

    private long[] newRows(int count) {
        rows += count;
        return LongStream.range(rows - count, rows).toArray();
    }

    /** Publishes what has been logged since the last tick. */
    void tick() {
        if (up && batch) {
            unpublished.forEach((table, held) ->
                    publish(table, held.stream().flatMapToLong(LongStream::of).toArray()));
            unpublished.clear();
            published = today().messages() - notCounted;
        }
    }

    private void publish(SimulatedTable table, long[] added) {
        subscribers.forEach((connection, wanted) -> {
            List<String> syms = wanted.get(table);
            long[] selected = syms == null ? new long[0] : publishesAll ? added : table.select(syms, added);
            if (selected.length > 0) {
                connection.write(Encoder.message(MessageKind.ASYNC, table.upd(table.flip(selected))));
            }
        });
    }

    /** Ends the day, and tells those who are there. */
    void endOfDay(int days) {
        if (up) {
            tick();
            Value ended = Atom.ofInt(QType.DATE, (int) EPOCH.until(day, ChronoUnit.DAYS));
            byte[] message = Encoder.message(MessageKind.ASYNC, new GeneralList(Atom.symbol(".u.end"), ended));
            subscribers.keySet().forEach(connection -> connection.write(message));
            today().close();
        }
        day = day.plusDays(days);
        if (up) {
            beginDay();
        }
    }

    /** Tells those who are there of the end of a day that cannot have ended. */
    void endWrongDay() {
        if (up) {
            int wrong = random.nextBoolean() ? Integer.MAX_VALUE : (int) EPOCH.until(day, ChronoUnit.DAYS) + 30_000;
            Value date = Atom.ofInt(QType.DATE, wrong);
            byte[] message = Encoder.message(MessageKind.ASYNC, new GeneralList(Atom.symbol(".u.end"), date));
            subscribers.keySet().forEach(connection -> connection.write(message));
        }
    }

    private void beginDay() {
        logs.add(new SimulatedLog(directory, day));
        published = 0;
        notCounted = 0;
    }

    /**
     * Kills it: of what it has published last some records never reach the log, and of one it may have written a part.
     *
     * @param lost records
     * @return whether some were lost
     */
    boolean kill(int lost) {
        for (int i = 0; i < lost && !batch; i++) {
            SimulatedTable table = SimulatedTable.draw(random);
            publish(table, table.numbered(random, newRows(random.nextInt(1, 4))));
        }
        today().close();
        if (random.nextBoolean()) {
            byte[] part = Encoder.body(SimulatedTable.QUOTE.upd(SimulatedTable.QUOTE.flip(rows)));
            today().leaveTail(part, random.nextInt(1, part.length));
        }
        up = false;
        unpublished.clear();
        subscribers.clear();
        return lost > 0 && !batch;
    }

    /**
     * Starts the tickerplant again with the log of the day.
     *
     * @param anew true to empty the log first
     */
    void start(boolean anew) {
        notCounted = 0;
        if (!today().day().equals(day)) {
            beginDay();
        } else if (anew) {
            today().beginAnew();
        } else {
            today().goOn();
            notCounted = resetsCount ? today().messages() : 0;
        }
        published = today().messages() - notCounted;
        up = true;
    }

    void close() {
        if (up) {
            today().close();
        }
        logs.forEach(SimulatedLog::delete);
    }
}
