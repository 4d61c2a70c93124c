package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One seeded history of faults, played in virtual time through the real subscriber and the real owner of the tables.
 *
 * <p><b>The method.</b> Recovery fails where two faults meet at an unlucky moment: a day that ends while a log is replayed, an
 * owner that changes while a partition is opened. These moments cannot all be listed, so a seed draws them. Each seed determines the
 * tickerplant's mode, the configuration, the rows, the faults and the delay of every message. A seed always plays one
 * history, so a failure can be repeated and debugged. The build plays thousands of seeds; a longer run plays any number.
 *
 * <p><b>What is real.</b> {@link QThread}, {@link Session}, {@link CatchUp}, {@link InFlight} and all they use run unchanged, and
 * so do the owner's topics, partitions and rebuilds. Only what the code reaches through {@link SubscriberHost} and the store's
 * host is simulated:
 * <ul>
 *   <li>{@link SimulatedTime}: one clock and one queue of events. Time passes only while the subscriber waits, so a history of a
 *       minute takes milliseconds and has no race that the seed did not draw.
 *   <li>{@link SimulatedTickerplant}: a model of kdb+tick written from its description. It shares no code with the subscriber.
 *   <li>{@link SimulatedNetwork}: connections that are cut, stall, or stay silent without an end.
 *   <li>{@link SimulatedBus}: the event bus. Messages come late, twice or not at all, and owners end and start.
 *   <li>{@link SimulatedLog}: log files on disk, which are hidden, cut short, damaged or deleted.
 * </ul>
 *
 * <p><b>A history.</b> {@link #begin} starts a feed and schedules up to {@link #FAULTS_MAX} faults ({@link SimulatedFault}), some
 * close to each other. Each fault begins, lasts for a drawn time and ends. Some faults strike at a weak moment on purpose: a
 * session has just begun, or a partition is being opened. After the last fault the world is calm. Everything must then come to
 * rest within {@link #SETTLE_MS_MAX} of virtual time.
 *
 * <p><b>The verdict.</b> {@link SimulatedOutcome} compares each table with the logs row by row. A row may be missing only if a
 * fault took it away (a log that was cut short, for example), and only if the table reports a gap. No row may occur twice or out
 * of order, rows that no log proves wrong must stay, no batch may be left in flight, and the counters must agree.
 *
 * <p><b>How to repeat one.</b> A failure prints its seed and every event: {@code mvn test -Dtest=SimulationTest
 * -Dtickbus.simulation.seed=N}.
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

    /** @param directory the directory for logs, which only this history uses */
    SimulatedHistory(long seed, Path directory) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.tickerplant = new SimulatedTickerplant(random.split(), directory, random.nextBoolean());
        this.network = new SimulatedNetwork(time, random.split(), tickerplant);
        this.config = SimulatedConfig.draw(random);
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
        int rowsMax = SimulatedConfig.pick(random, 1, 3, 20);
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
                // the count begins again after a damage, so the number of missing rows is unknown
                case KILL_AND_DAMAGE_LOG ->
                    lost |= !tickerplant.resetsCount() && tickerplant.today().damage(random);
                default -> {}
            }
            outcome.logsAreWorse(lost || tickerplant.resetsCount());
        }
    }

    private void breakChain() {
        if (tickerplant.isUp() && outcome.isAtRest()) { // otherwise a log would be replaced while it is read
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
