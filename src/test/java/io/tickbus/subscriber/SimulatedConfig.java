package io.tickbus.subscriber;

import io.tickbus.config.FlowConfig;
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
        FlowConfig flow = new FlowConfig(
                batchRowsMax,
                batchRowsMax * pick(random, 1, 2, 10, 1000),
                pick(random, 200, 2000, 1 << 30),
                pick(random, 100, 5000, 1 << 30),
                random.nextBoolean() ? FlowConfig.Overflow.BLOCK : FlowConfig.Overflow.REPLAY);
        return new SubscriberConfig(
                "s",
                "127.0.0.1",
                5010,
                "",
                null,
                false,
                new SubscriptionConfig.Tables(
                        tables.get(random.nextInt(tables.size())), syms.get(random.nextInt(syms.size()))),
                Threading.PLATFORM,
                random.nextInt(50, 2000),
                random.nextInt(1, 100),
                random.nextInt(100, 2000),
                silentMsMax,
                random.nextBoolean() ? silentMsMax / 2 : 0,
                20_000,
                new ReplayConfig(
                        ReplayConfig.Mode.FILE,
                        null,
                        random.nextBoolean() ? ReplayConfig.BadTail.ABORT : ReplayConfig.BadTail.SKIP),
                flow,
                random.nextInt(50, 2000),
                1 << 20,
                500);
    }

    static int pick(SplittableRandom random, int... of) {
        return of[random.nextInt(of.length)];
    }
}
