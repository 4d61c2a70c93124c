package io.tickbus.subscriber;

import io.tickbus.config.ConnectionConfig;
import io.tickbus.config.FlowConfig;
import io.tickbus.config.LivenessConfig;
import io.tickbus.config.ReplayConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import io.tickbus.config.Threading;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One history: a tickerplant, a subscriber and the owner of the tables, through faults drawn from a seed, in virtual time. When
 * all is over and has had time to settle, the tables have to hold what the logs do.
 */
final class SimulatedHistory {
    /** From the last fault on, until everything has to be in its place again. */
    private static final int SETTLE_MS_MAX = 120_000;

    private static final int LOOK_MS = 500;
    private static final int LOOKS = 3; // that must find all well
    private static final int FAULTS_MAX = 12;
    /** One in so many sessions that begin has a fault of its own, at once. */
    private static final int SESSIONS_DISTURBED = 6;
    /** During one in so many openings of a partition the tables get another owner. */
    private static final int OPENINGS_DISTURBED = 20;
    /** Long enough for the next partition to be opened meanwhile, in ms. */
    private static final int OPENING_MS = 5;

    private final long seed;
    private final SplittableRandom random;
    private final SimulatedTime time = new SimulatedTime();
    private final SimulatedTickerplant tickerplant;
    private final SimulatedNetwork network;
    private final SimulatedBus bus;
    private final SimulatedWindow window;
    private final SubscriberConfig config;
    private final SimulatedOutcome outcome;
    private final List<String> events = new ArrayList<>();
    private final double faultsEndMs;
    private final boolean pumps;
    private SimulatedHost host;
    private QThread qThread;
    private double calmMs;
    private boolean over;
    private @Nullable String unsettled;
    private int looksLeft = LOOKS;

    /** @param directory for logs; nobody else's as long as this runs */
    SimulatedHistory(long seed, Path directory) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.tickerplant = new SimulatedTickerplant(random.split(), directory, random.nextBoolean());
        this.network = new SimulatedNetwork(time, random.split(), tickerplant);
        this.config = config(random);
        this.window = new SimulatedWindow(config.flow().inFlightRowsMax());
        this.bus = new SimulatedBus(
                time,
                random.split(),
                config.flow().acknowledgeTimeoutMs(),
                window,
                tickerplant::toldLog,
                () -> tickerplant.logs().stream()
                        .map(log -> log.path().toString())
                        .toList(),
                this::say);
        bus.onOpening(this::opening);
        this.pumps = random.nextInt(3) == 0;
        this.faultsEndMs = random.nextDouble(1000, 20_000);
        this.outcome = new SimulatedOutcome(config, tickerplant, bus, window);
        this.host = host();
        this.qThread = qThread();
    }

    private static SubscriberConfig config(SplittableRandom random) {
        List<List<String>> tables = List.of(List.of(), List.of(), List.of("trade"), List.of("quote", "counts"));
        List<List<String>> syms = List.of(List.of(), List.of(), List.of("a"), List.of("b", "d"));
        int batchRowsMax = pick(random, 1, 3, 20, 1000);
        int silentMsMax = random.nextInt(3) == 0 ? random.nextInt(500, 5000) : 0;
        int inFlightRowsMax = batchRowsMax * pick(random, 1, 2, 10, 1000);
        int inFlightBytesMax = pick(random, 200, 2000, 1 << 30);
        int heldBytesMax = pick(random, 100, 5000, 1 << 30);
        var overflow = random.nextBoolean() ? FlowConfig.Overflow.BLOCK : FlowConfig.Overflow.REPLAY;
        var subscription = new SubscriptionConfig.Tables(
                tables.get(random.nextInt(tables.size())), syms.get(random.nextInt(syms.size())));
        var connection = new ConnectionConfig(
                "127.0.0.1",
                5010,
                "",
                null,
                false,
                random.nextInt(50, 2000),
                random.nextInt(1, 100),
                random.nextInt(100, 2000),
                1 << 20);
        var liveness = new LivenessConfig(silentMsMax, random.nextBoolean() ? silentMsMax / 2 : 0, 20_000);
        var badTail = random.nextBoolean() ? ReplayConfig.BadTail.ABORT : ReplayConfig.BadTail.SKIP;
        var replay = new ReplayConfig(ReplayConfig.Mode.FILE, null, badTail);
        int acknowledgeTimeoutMs = random.nextInt(50, 2000);
        var flow = new FlowConfig(
                batchRowsMax, inFlightRowsMax, inFlightBytesMax, heldBytesMax, overflow, acknowledgeTimeoutMs);
        return new SubscriberConfig("s", connection, liveness, subscription, Threading.PLATFORM, replay, flow, 500);
    }

    private static int pick(SplittableRandom random, int... of) {
        return of[random.nextInt(of.length)];
    }

    private SimulatedHost host() {
        return new SimulatedHost(time, network, bus, this::status, this::rejected, pumps);
    }

    private QThread qThread() {
        return new QThread(host, config, random.split());
    }

    /**
     * Lives through it.
     *
     * @throws AssertionError which says what was wrong at the end, and all that happened before
     */
    void run() {
        try {
            begin();
            while (!over) {
                runSubscriber();
            }
            if (unsettled != null) {
                throw new AssertionError("it does not come to rest: " + unsettled);
            }
            outcome.checkEnded();
        } catch (Throwable failure) {
            throw new AssertionError(
                    "-Dtickbus.simulation.seed=" + seed + ": " + failure.getMessage() + "\n" + this, failure);
        } finally {
            tickerplant.close();
        }
    }

    private void begin() {
        double rateMs = faultsEndMs / random.nextInt(20, 200);
        int rowsMax = pick(random, 1, 3, 20);
        feed(rateMs, rowsMax);
        tick(random.nextInt(5, 1000));
        int faults = random.nextInt(FAULTS_MAX);
        double atMs = 0;
        for (int i = 0; i < faults; i++) {
            boolean close = random.nextInt(3) == 0; // to the one before
            atMs = close ? Math.min(atMs + random.nextDouble(100), faultsEndMs) : random.nextDouble(faultsEndMs);
            time.after(atMs, this::fault);
        }
        time.after(faultsEndMs, this::calmIfOver);
    }

    private void runSubscriber() {
        try {
            qThread.run();
        } catch (SimulatedHost.Killed killed) {
            say("killed");
        }
        if (!over) {
            host.kill();
            window.clear();
            time.await(() -> false, random.nextInt(1000));
            host = host();
            qThread = qThread();
        }
    }

    private void feed(double rateMs, int rowsMax) {
        if (time.nowMs() < faultsEndMs) {
            tickerplant.feed(random.nextInt(1, rowsMax + 1));
            time.after(random.nextDouble(2 * rateMs), () -> feed(rateMs, rowsMax));
        }
    }

    private void tick(int everyMs) {
        tickerplant.tick();
        if (network.cutSlow()) {
            say("cut off for slowness");
        }
        time.after(everyMs, () -> tick(everyMs));
    }

    private void opening() {
        if (time.nowMs() < faultsEndMs && random.nextInt(OPENINGS_DISTURBED) == 0) {
            time.after(random.nextDouble(OPENING_MS), () -> fault(SimulatedFault.OWNER_CHANGE));
        }
    }

    private void fault() {
        fault(SimulatedFault.draw(random));
    }

    private void fault(SimulatedFault fault) {
        double forMs = SimulatedFault.drawMs(random);
        calmMs = Math.max(calmMs, time.nowMs() + forMs);
        say(fault + " for " + (long) forMs + " ms");
        outcome.happens(fault);
        begins(fault, forMs);
        time.after(forMs, () -> ends(fault));
    }

    private void begins(SimulatedFault fault, double forMs) {
        switch (fault) {
            case CUT -> network.cutAll();
            case STALL -> network.stallAll(forMs);
            case VANISH -> {
                network.mute(true);
                network.vanish(forMs);
            }
            case WRONG_PASSWORD -> {
                network.wrongPassword(true);
                network.cutAll();
            }
            case REFUSE -> {
                tickerplant.refuse(true);
                network.cutAll();
            }
            case KILL, KILL_AND_LOSE_LOG, KILL_AND_TRUNCATE_LOG, KILL_AND_DAMAGE_LOG -> kill(fault);
            case END_OF_DAY -> tickerplant.endOfDay(tickerplant.isUp() || random.nextBoolean() ? 1 : 3);
            case END_OF_A_WRONG_DAY -> tickerplant.endWrongDay();
            case BURST -> tickerplant.feed(random.nextInt(50, 500));
            case OWNER_RESTART -> bus.endOwner();
            case OWNER_CHANGE -> {
                bus.endOwner();
                bus.startOwner();
            }
            case OWNER_STALL -> bus.stall(forMs);
            case LOSS -> bus.lose(random.nextDouble(0.5));
            case HIDE_LOGS -> {
                tickerplant.logs().forEach(log -> log.hide(true));
                if (random.nextBoolean()) {
                    network.cutAll();
                }
            }
            case DAMAGE_OLDER_LOG -> {
                SimulatedLog damaged = tickerplant.damageOlder(random);
                if (damaged != null) {
                    outcome.olderLogIsDamaged(damaged);
                } else {
                    breakChain();
                }
            }
            case DELETE_LOG -> tickerplant.deleteYesterday(bus::isKnown);
            case SUBSCRIBER_KILL -> {
                host.kill();
                network.closeAll();
            }
            case SUBSCRIBER_STOP -> stop();
        }
    }

    private void ends(SimulatedFault fault) {
        switch (fault) {
            case VANISH -> network.mute(false);
            case WRONG_PASSWORD -> network.wrongPassword(false);
            case REFUSE -> tickerplant.refuse(false);
            case KILL, KILL_AND_LOSE_LOG, KILL_AND_TRUNCATE_LOG, KILL_AND_DAMAGE_LOG ->
                start(fault == SimulatedFault.KILL_AND_LOSE_LOG);
            case OWNER_RESTART -> {
                bus.startOwner();
                outcome.happens(
                        fault); // once more: another restart may have brought an owner meanwhile, which ends now
            }
            case LOSS -> bus.loseAsEver();
            case HIDE_LOGS -> tickerplant.logs().forEach(log -> log.hide(false));
            default -> {}
        }
    }

    private void stop() {
        window.close();
        qThread.stop();
    }

    private void kill(SimulatedFault fault) {
        if (tickerplant.isUp()) {
            ends(SimulatedFault.HIDE_LOGS);
            boolean lost = tickerplant.kill(random.nextInt(3));
            network.cutAll();
            outcome.tablesHold();
            switch (fault) {
                case KILL_AND_TRUNCATE_LOG -> lost |= tickerplant.today().truncate(random.nextInt(1, 20)) > 0;
                // a count that begins anew behind damage: what is missing cannot be known
                case KILL_AND_DAMAGE_LOG ->
                    lost |= !tickerplant.resetsCount() && tickerplant.today().damage(random);
                default -> {}
            }
            outcome.logsAreWorse(lost || tickerplant.resetsCount());
        }
    }

    private void breakChain() {
        if (tickerplant.isUp() && outcome.isAtRest()) { // else a log that is being read would become another
            outcome.chainBreaks();
            tickerplant.kill(0);
            network.cutAll();
            tickerplant.breakChain(random);
        }
    }

    private void start(boolean anew) {
        if (!tickerplant.isUp()) {
            ends(SimulatedFault.HIDE_LOGS);
            tickerplant.start(anew);
            outcome.logsAreWorse(anew);
            say("the tickerplant is up" + (anew ? " with a new log" : "") + ", .u.i " + tickerplant.published());
        }
    }

    private void calmIfOver() {
        if (time.nowMs() >= calmMs) {
            calm();
        } else {
            time.after(calmMs - time.nowMs(), this::calmIfOver);
        }
    }

    /** No more faults: from now on everything has to find its place. */
    private void calm() {
        say("calm");
        bus.lose(0);
        tickerplant.tick();
        if (random.nextBoolean()) {
            network.cutAll();
            outcome.catchesUp();
        }
        time.after(LOOK_MS, this::look);
        time.after(SETTLE_MS_MAX, () -> {
            unsettled = outcome.problem(); // not thrown, since a session would swallow it
            over = true;
            stop();
        });
    }

    private void look() {
        if (over) {
            return;
        }
        qThread.publish();
        String problem = outcome.problem();
        looksLeft -= problem == null ? 1 : 0;
        if (looksLeft == 0) {
            over = true;
            stop();
        } else {
            time.after(LOOK_MS, this::look);
        }
    }

    private void status(JsonObject status) {
        String was = outcome.state();
        outcome.status(status);
        if (!outcome.state().equals(was)) {
            say(outcome.state());
            boolean begins = status.getString("state").matches("SUBSCRIBING|REPLAYING");
            if (begins && time.nowMs() < faultsEndMs && random.nextInt(SESSIONS_DISTURBED) == 0) {
                time.after(random.nextDouble(random.nextBoolean() ? 5 : 100), this::fault);
            }
        }
    }

    private void rejected(JsonObject rejection) {
        say("rejected: " + rejection.getString("reason"));
        outcome.rejected(rejection);
    }

    private void say(String what) {
        events.add("%.1f %s".formatted(time.nowMs(), what));
    }

    @Override
    public String toString() {
        return config + "\n" + tickerplant + "\n" + String.join("\n", events);
    }
}
