package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.Failure;
import io.tickbus.event.LogPlace;
import io.tickbus.event.Opening;
import io.tickbus.event.PartitionOpening;
import io.tickbus.event.Shortfall;
import io.tickbus.event.Standing;
import io.tickbus.q.RowDigests;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The owner is asked again for tables that it has refused. */
class RefusedTablesRetryTest {
    private static final io.tickbus.q.Schema SCHEMA = io.tickbus.q.Schema.of(Rig.prices());

    private final List<String> asked = new ArrayList<>();
    private final List<String> fits = new ArrayList<>();
    private Future<Standing> answer = Future.failedFuture(Failure.SCHEMA.because("no"));
    private long nowNanos;
    private long epoch;
    private final Host host = (Host) Proxy.newProxyInstance(
            Host.class.getClassLoader(),
            new Class<?>[] {Host.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "nanoTime" -> nowNanos;
                case "epoch" -> epoch;
                case "open" -> {
                    asked.add(((PartitionOpening) arguments[0]).topic());
                    yield answer;
                }
                default -> null;
            });
    private final Counters counters = new Counters();
    private final RefusedTables refused = new RefusedTables(host, "s", counters, new Rejections(host, "s", counters));

    @Test
    void ownerIsAskedAgainInTurnAndOnlyForWhatItHasRefused() {
        refused.add("bad", null, "a column twice");
        for (int i = 0; i < 10; i++) {
            refused.add("t" + i, SCHEMA, "no room");
        }
        refused.look(fits::add);
        assertThat(asked).isEmpty();
        nowNanos += TimeUnit.MILLISECONDS.toNanos(RefusedTables.RETRY_MS);
        refused.look(fits::add);
        refused.look(fits::add);
        assertThat(asked).containsExactly("t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7");
        epoch++;
        refused.look(fits::add);
        assertThat(asked).hasSize(16).endsWith("t8", "t9", "t0", "t1", "t2", "t3", "t4", "t5");
        assertThat(fits).isEmpty();
    }

    @Test
    void tableThatFitsNowIsToldSoThatTheSessionBeginsAnew() {
        refused.add("t", SCHEMA, "other columns");
        assertThat(refused.shortfall()).isEqualTo(new Shortfall("t", LogPlace.UNKNOWN));
        answer = Future.succeededFuture(
                new Standing(0, 0, LogPlace.NOWHERE, new RowDigests().toVector(), 0, false, Opening.NONE));
        epoch++;
        refused.look(fits::add);

        assertThat(fits).containsExactly("table t fits now; subscribing anew");
        refused.clear();
        assertThat(refused.reason()).isEmpty();
        assertThat(refused.shortfall()).isEqualTo(Shortfall.NONE);
    }

    @Test
    void rowsOfARefusedTableAreCountedAsMissing() {
        refused.add("t", SCHEMA, "other columns");

        assertThat(refused.take("t", Rig.prices(1, 2, 3))).isTrue();
        assertThat(refused.take("other", Rig.prices(1))).isFalse();
        assertThat(counters.of("t").missing).hasValue(3);
        assertThat(counters.rejected()).as("the table and the message").isEqualTo(2);
    }
}
