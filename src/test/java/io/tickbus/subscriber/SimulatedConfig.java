package io.tickbus.subscriber;

import io.tickbus.config.ConnectionConfig;
import io.tickbus.config.FlowConfig;
import io.tickbus.config.LivenessConfig;
import io.tickbus.config.ReplayConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import io.tickbus.config.Threading;
import java.util.List;
import java.util.SplittableRandom;

/** Draws the configuration of a simulated subscriber: which tables and syms, and limits from tight to generous. */
final class SimulatedConfig {
    private SimulatedConfig() {}

    static SubscriberConfig draw(SplittableRandom random) {
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

    static int pick(SplittableRandom random, int... of) {
        return of[random.nextInt(of.length)];
    }
}
