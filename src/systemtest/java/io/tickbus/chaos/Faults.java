package io.tickbus.chaos;

import io.tickbus.FaultyProxy.Admission;
import io.tickbus.FaultyProxy.Direction;
import io.tickbus.FaultyProxy.Ending;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Causes one fault after the other. When a method returns, its fault has ended. */
final class Faults {
    /**
     * Limit of the days that end: today and the next day. A further day would be two days ahead of the clock, and the
     * owner would not accept it.
     */
    private static final int ROLLS_MAX = 2;

    private static final int IN_FRAME_WAIT_MS_MAX = 2000;
    private static final int POLL_MS = 5;

    private final Rig rig;
    private final Random random;
    private final @Nullable Integer stallMs;
    private int rolls;

    /** @param stallMs the length of a stall of the owner, in ms; null for a random length */
    Faults(Rig rig, Random random, @Nullable Integer stallMs) {
        this.stallMs = stallMs;
        this.rig = rig;
        this.random = random;
    }

    /** Returns the given kinds without the kinds that are not possible any more. */
    List<FaultKind> possible(List<FaultKind> kinds) {
        return kinds.stream()
                .filter(kind -> kind != FaultKind.ROLL || rolls < ROLLS_MAX)
                .toList();
    }

    /** Returns one of the kinds at random, by their weights. */
    FaultKind draw(List<FaultKind> kinds) {
        int at = random.nextInt(kinds.stream().mapToInt(FaultKind::weight).sum());
        for (FaultKind kind : kinds) {
            at -= kind.weight();
            if (at < 0) {
                return kind;
            }
        }
        throw new AssertionError("weights do not add up");
    }

    /**
     * Waits before the next fault. Half of the waits are short, so that the next fault comes during the recovery from
     * the last one.
     */
    void pause() throws InterruptedException {
        Thread.sleep(random.nextBoolean() ? random.nextInt(300) : between(300, 2500));
    }

    void run(FaultKind kind) throws IOException, InterruptedException {
        switch (kind) {
            case CUT -> end(Ending.CUT);
            case RESET -> end(Ending.RESET);
            case STALL -> stall();
            case HALF_CLOSE -> halfClose();
            case TRICKLE -> trickle();
            case REFUSAL -> turnAway(Admission.REFUSE, between(100, 1500));
            case SWALLOW -> turnAway(Admission.SWALLOW, between(500, 2500));
            case TICKERPLANT_KILL -> killTickerplant();
            case PIPELINE_KILL -> killPipeline();
            case TICKERPLANT_FREEZE -> freezeTickerplant();
            case PIPELINE_FREEZE -> freezePipeline();
            case OWNER_STALL -> stallOwner();
            case ROLL -> roll();
        }
    }

    private void end(Ending ending) throws InterruptedException {
        int into =
                switch (random.nextInt(5)) {
                    case 0 -> 0;
                    case 1 -> between(1, 8);
                    case 2 -> between(8, 120);
                    case 3 -> between(120, 20_000);
                    default -> -1;
                };
        boolean isOfNext = random.nextInt(4) == 0; // the reply to the next subscription
        say(ending + (into < 0 ? " anywhere" : " " + into + " bytes into a frame") + (isOfNext ? ", and again" : ""));
        if (into < 0 || isOfNext) {
            rig.proxy.end(ending);
        }
        if (into >= 0) {
            rig.proxy.endInFrame(Direction.TO_CLIENT, into, ending);
            for (int waited = 0;
                    waited < IN_FRAME_WAIT_MS_MAX && rig.proxy.isEndDue(Direction.TO_CLIENT);
                    waited += POLL_MS) {
                Thread.sleep(POLL_MS);
            }
            if (rig.proxy.isEndDue(Direction.TO_CLIENT)) {
                rig.proxy.forgetEnd(Direction.TO_CLIENT);
                rig.proxy.end(ending);
            }
        }
    }

    private Direction direction() {
        return random.nextInt(3) == 0 ? Direction.TO_SERVER : Direction.TO_CLIENT;
    }

    private void stall() throws InterruptedException {
        Direction direction = direction();
        int ms = between(100, 3000);
        say("stall " + direction + " for " + ms + " ms");
        rig.proxy.hold(direction);
        Thread.sleep(ms);
        rig.proxy.release(direction);
    }

    private void halfClose() {
        Direction direction = direction();
        say("half-close " + direction);
        rig.proxy.halfClose(direction);
    }

    private void trickle() throws InterruptedException {
        int ms = between(100, 1500);
        say("byte by byte for " + ms + " ms");
        rig.proxy.trickle(Direction.TO_CLIENT);
        if (random.nextBoolean()) {
            rig.proxy.end(Ending.CUT); // a subscription also arrives byte by byte
        }
        Thread.sleep(ms);
        rig.proxy.flow(Direction.TO_CLIENT);
    }

    private void turnAway(Admission admission, int ms) throws InterruptedException {
        say(admission + " new connections for " + ms + " ms");
        rig.proxy.admit(admission);
        rig.proxy.end(Ending.CUT);
        Thread.sleep(ms);
        rig.proxy.admit(Admission.PASS);
    }

    private void killTickerplant() throws IOException, InterruptedException {
        int ms = between(0, 500);
        say("kill -9 of the tickerplant, restarted after " + ms + " ms");
        rig.tickerplant.kill();
        Thread.sleep(ms);
        rig.restartTickerplant();
    }

    private void killPipeline() throws IOException, InterruptedException {
        int ms = between(0, 500);
        say("kill -9 of the pipeline, restarted after " + ms + " ms");
        rig.pipeline.kill();
        Thread.sleep(ms);
        rig.restartPipeline();
    }

    private void freezeTickerplant() throws IOException, InterruptedException {
        int ms = between(100, 3000);
        say("tickerplant stopped for " + ms + " ms");
        rig.tickerplant.freeze();
        Thread.sleep(ms);
        rig.tickerplant.thaw();
    }

    private void freezePipeline() throws IOException, InterruptedException {
        int ms = between(100, 3000);
        say("pipeline stopped for " + ms + " ms");
        rig.pipeline.freeze();
        Thread.sleep(ms);
        rig.pipeline.thaw();
    }

    private void stallOwner() throws IOException, InterruptedException {
        int drawn = random.nextInt(4) == 0 ? between(2000, 5000) : between(100, 2000);
        int ms = stallMs == null ? drawn : stallMs;
        say("owner of the tables does nothing for " + ms + " ms");
        rig.pipeline.stallOwner(ms);
        Thread.sleep(ms);
    }

    /** Ends a day, but only after the pipeline has rows. Before, the first log of its tables is unknown. */
    private void roll() throws IOException, InterruptedException {
        boolean away = random.nextBoolean();
        while (!rig.pipeline.standing().isAt(Map.of("trade", 1L, "quote", 1L))) {
            Thread.sleep(POLL_MS);
        }
        say("end of day" + (away ? " while the subscribers are away" : ""));
        if (away) {
            rig.proxy.admit(Admission.REFUSE);
            rig.proxy.end(Ending.CUT);
        }
        rig.tickerplant.roll();
        rolls++;
        if (away) {
            Thread.sleep(between(0, 500));
            rig.proxy.admit(Admission.PASS);
        }
    }

    private void say(String what) {
        rig.journal.say(what);
    }

    private int between(int from, int to) {
        return from + random.nextInt(to - from);
    }
}
