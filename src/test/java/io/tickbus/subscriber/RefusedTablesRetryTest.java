package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.Failure;
import io.tickbus.event.Shortfall;
import io.tickbus.q.RowDigests;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.replication.PartitionState;
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
    private Future<PartitionState> answer = Future.failedFuture(Failure.SCHEMA.because("no"));
    private long nowNanos;
    private long epoch;
    private final SubscriberHost host = (SubscriberHost) Proxy.newProxyInstance(
            SubscriberHost.class.getClassLoader(),
            new Class<?>[] {SubscriberHost.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "nanoTime" -> nowNanos;
                case "epoch" -> epoch;
                case "open" -> {
                    asked.add(((OpenPartition) arguments[0]).topic());
                    yield answer;
                }
                default -> null;
            });
    private final SubscriberCounters counters = new SubscriberCounters();
    private final RefusedTables refused =
            new RefusedTables(host, "s", counters, new RejectionReporter(host, "s", counters));

    @Test
    void ownerIsAskedAgainInTurnAndOnlyForWhatItHasRefused() {
        refused.add("bad", null, "a column twice");
        for (int i = 0; i < 10; i++) {
            refused.add("t" + i, SCHEMA, "no room");
        }
        refused.recheck(fits::add);
        assertThat(asked).isEmpty();
        nowNanos += TimeUnit.MILLISECONDS.toNanos(RefusedTables.RETRY_MS);
        refused.recheck(fits::add);
        refused.recheck(fits::add);
        assertThat(asked).containsExactly("t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7");
        epoch++;
        refused.recheck(fits::add);
        assertThat(asked).hasSize(16).endsWith("t8", "t9", "t0", "t1", "t2", "t3", "t4", "t5");
        assertThat(fits).isEmpty();
    }

    @Test
    void tableThatFitsNowIsToldSoThatTheSessionBeginsAnew() {
        refused.add("t", SCHEMA, "other columns");
        assertThat(refused.shortfall()).isEqualTo(new Shortfall("t", LogPosition.UNKNOWN));
        answer = Future.succeededFuture(new PartitionState(
                0, 0, LogPosition.NOWHERE, new RowDigests().toVector(), 0, false, PartitionEpoch.NONE));
        epoch++;
        refused.recheck(fits::add);

        assertThat(fits).containsExactly("table t fits now; subscribing again");
        refused.clear();
        assertThat(refused.reason()).isEmpty();
        assertThat(refused.shortfall()).isEqualTo(Shortfall.NONE);
    }

    @Test
    void rowsOfARefusedTableAreCountedAsMissing() {
        refused.add("t", SCHEMA, "other columns");

        assertThat(refused.countIfRefused("t", Rig.prices(1, 2, 3))).isTrue();
        assertThat(refused.countIfRefused("other", Rig.prices(1))).isFalse();
        assertThat(counters.of("t").missing).hasValue(3);
        assertThat(counters.rejected()).as("the table and the message").isEqualTo(2);
    }
}
