package io.tickbus.subscriber;

import io.tickbus.config.StoreConfig;
import io.tickbus.config.TableConfig;
import io.tickbus.event.AppendReply;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionState;
import io.tickbus.store.OwnerLogic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The event bus, and the real owner's logic behind it. Messages arrive in the order in which they were sent, some late, and in
 * bad times some not at all, or twice; requests without a reply fail after a while.
 */
final class SimulatedBus {
    private static final int SEGMENT_ROWS = 64;
    private static final TableConfig KEEP =
            new TableConfig(Map.of(), List.of(), null, SEGMENT_ROWS, TableConfig.EndOfDay.KEEP);

    private final SimulatedTime time;
    private final SplittableRandom random;
    private final int acknowledgeTimeoutMs;
    private final double latencyMsMax;
    private final SimulatedWindow window;
    private final Supplier<String> toldLog;
    private final Map<String, Set<String>> knownLogs = new HashMap<>();
    private final Supplier<List<String>> logs;
    private final Consumer<String> story;
    private final boolean announces;
    private LongConsumer announcements = epoch -> {};
    private Runnable openings = () -> {};
    private long epoch;
    private OwnerLogic owner = newOwner();
    private final Map<String, List<String>> firstLogs = new HashMap<>(); // by topic
    private final Queue<Runnable> inbox = new ArrayDeque<>();
    private boolean there = true;
    private double arrivalMs;
    private double replyMs;
    private double stalledUntilMs;
    private long advancedMs;
    private final double noiseRate;
    private double lossRate;

    /**
     * @param toldLog returns the log that the tickerplant named to the last subscriber
     * @param logs all written logs; a new owner may get rows of any log from a session that continues
     * @param story receives the events of the history
     */
    SimulatedBus(
            SimulatedTime time,
            SplittableRandom random,
            int acknowledgeTimeoutMs,
            SimulatedWindow window,
            Supplier<String> toldLog,
            Supplier<List<String>> logs,
            Consumer<String> story) {
        this.time = time;
        this.random = random;
        this.acknowledgeTimeoutMs = acknowledgeTimeoutMs;
        this.latencyMsMax = random.nextDouble(0.01, 20);
        this.noiseRate = random.nextBoolean() ? random.nextDouble(0.03) : 0;
        this.lossRate = noiseRate;
        this.announces = random.nextBoolean();
        this.window = window;
        this.toldLog = toldLog;
        this.logs = logs;
        this.story = story;
    }

    private OwnerLogic newOwner() {
        Map<String, TableConfig> tables = new HashMap<>();
        for (SimulatedTable table : SimulatedTable.values()) {
            tables.put(table.table(), KEEP);
        }
        return new OwnerLogic(new StoreConfig(tables, 10, 100, 1000, 1000, null), ++epoch);
    }

    OwnerLogic owner() {
        return owner;
    }

    /**
     * The log that was today's when the owner got the first of a topic; or that, and the one that was when what it got was sent.
     * Null when it has none of it.
     */
    @Nullable
    List<String> firstLogs(String topic) {
        return firstLogs.get(topic);
    }

    /** Sets the listener for new owners. Only the last listener is called. */
    void onOwner(LongConsumer listener) {
        announcements = listener;
    }

    /** Has a listener told whenever a session opens a partition. */
    void onOpening(Runnable listener) {
        openings = listener;
    }

    void send(PartitionBatch batch) {
        window.sent(batch);
        int copies = bad() ? random.nextInt(2) * 2 : 1;
        for (int i = 0; i < copies; i++) {
            deliver(() -> append(batch));
        }
    }

    Future<AppendReply> ask(SimulatedHost from, PartitionBatch question) {
        Future<AppendReply> reply = request(from, () -> append(question));
        return reply.onSuccess(here -> window.acknowledged(question.topic(), here.position()));
    }

    Future<PartitionState> open(SimulatedHost from, OpenPartition opening) {
        boolean anew = !time.isInEvent();
        if (anew) {
            openings.run();
        }
        return request(from, () -> {
                    PartitionState here = there ? owner.open(opening) : null;
                    if (here != null) {
                        String place = here.logPosition().log() + ":"
                                + here.logPosition().rows();
                        story.accept(opening.topic() + " opened at " + here.position() + ", " + place);
                    }
                    if (here != null && here.isNew()) {
                        firstLogs.put(opening.topic(), anew ? List.of(toldLog.get()) : logs.get());
                    }
                    return here == null ? nobody() : Future.succeededFuture(here);
                })
                .onSuccess(here -> window.opened(opening.topic(), here.position(), anew));
    }

    private <T> Future<T> request(SimulatedHost from, Supplier<Future<T>> request) {
        Promise<T> promise = Promise.promise();
        Runnable timeout = () -> promise.tryFail(new ReplyException(ReplyFailure.TIMEOUT, "no reply in time"));
        time.after(acknowledgeTimeoutMs, from.whileAlive(timeout));
        if (bad()) {
            return promise.future();
        }
        deliver(() -> answer(request).onComplete(answered -> {
            if (bad()) {
                return; // the batch was applied, and the sender does not know it
            }
            replyMs = Math.max(replyMs, time.nowMs() + latencyMs());
            time.after(replyMs - time.nowMs(), from.whileAlive(() -> {
                if (answered.succeeded()) {
                    promise.tryComplete(answered.result());
                } else {
                    promise.tryFail(answered.cause());
                }
            }));
        }));
        return promise.future();
    }

    private static <T> Future<T> answer(Supplier<Future<T>> request) {
        try {
            return request.get();
        } catch (ReplyException refused) {
            return Future.failedFuture(refused);
        }
    }

    private Future<AppendReply> append(PartitionBatch batch) {
        boolean known = there && firstLogs.containsKey(batch.topic());
        ControlRecord controlRecord = batch.controlRecord();
        if (controlRecord != null) {
            String place = controlRecord.logPosition().log() + ":"
                    + controlRecord.logPosition().rows();
            story.accept(batch.topic() + " at " + batch.position() + ": " + controlRecord.kind() + " " + place);
            knownLogs
                    .computeIfAbsent(batch.topic(), topic -> new HashSet<>())
                    .add(controlRecord.logPosition().log());
        }
        return known ? owner.send(batch) : nobody();
    }

    /** Returns whether a session has known a log, for each table. Rows of an unknown log cannot be missing. */
    boolean isKnown(String log) {
        return !knownLogs.isEmpty() && knownLogs.values().stream().allMatch(logs -> logs.contains(log));
    }

    private static <T> Future<T> nobody() {
        return Future.failedFuture(new ReplyException(ReplyFailure.NO_HANDLERS, "no handlers"));
    }

    private void deliver(Runnable message) {
        OwnerLogic receiver = owner;
        inbox.add(() -> {
            if (receiver == owner) { // otherwise the owner ended with the arrived batches
                owner.advance((long) time.nowMs() - advancedMs);
                advancedMs = (long) time.nowMs();
                message.run();
            }
        });
        arrivalMs = Math.max(arrivalMs, time.nowMs() + latencyMs());
        time.after(arrivalMs - time.nowMs(), this::turn);
    }

    /** Takes the next message that has come. */
    private void turn() {
        if (time.nowMs() < stalledUntilMs) {
            time.after(stalledUntilMs - time.nowMs(), this::turn);
        } else {
            inbox.remove().run();
        }
    }

    private double latencyMs() {
        return random.nextInt(10) == 0 ? random.nextDouble(latencyMsMax) : 0.01;
    }

    private boolean bad() {
        return lossRate > 0 && random.nextDouble() < lossRate;
    }

    /** How many of the messages go wrong from now on. */
    void lose(double rate) {
        lossRate = rate;
    }

    /** Now and then one still goes wrong, in some histories. */
    void loseAsEver() {
        lossRate = noiseRate;
    }

    void stall(double forMs) {
        stalledUntilMs = time.nowMs() + forMs;
    }

    /** Returns whether the tables have an owner. */
    boolean hasOwner() {
        return there;
    }

    /** The owner ends, with its tables. */
    void endOwner() {
        there = false;
    }

    /** An owner that has nothing takes its place. */
    void startOwner() {
        owner = newOwner();
        firstLogs.clear();
        there = true;
        long announced = epoch;
        if (announces && !bad()) { // in the others everything has to come right all the same
            time.after(latencyMs(), () -> announcements.accept(announced));
        }
    }
}
