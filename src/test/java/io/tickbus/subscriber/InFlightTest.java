package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.q.RowDigests;
import io.tickbus.q.Schema;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.replication.PartitionState;
import io.vertx.core.eventbus.Message;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class InFlightTest {
    @Test
    void acknowledgementThatWasOvertakenDoesNotHaveRefusedRowsCountedTwice() throws Exception {
        try (Rig rig = new Rig()) {
            PartitionState partitionState = new PartitionState(
                    0, 0, LogPosition.NOWHERE, new RowDigests().toVector(), 0, false, PartitionEpoch.NONE);
            Queue<Message<PartitionBatch>> questions = new ConcurrentLinkedQueue<>();
            Rig.await(rig.vertx
                    .eventBus()
                    .<OpenPartition>consumer(OpenPartition.ADDRESS, message -> message.reply(partitionState))
                    .completion());
            Rig.await(rig.vertx
                    .eventBus()
                    .<PartitionBatch>consumer(Addresses.append("prices"), message -> {
                        if (message.body().rows().size() == 0) {
                            questions.add(message);
                        }
                    })
                    .completion());
            SubscriberCounters all = new SubscriberCounters();
            TableCounters counters = all.of("prices");
            SubscriberHost host =
                    new VertxSubscriberHost(rig.vertx, rig.config("acknowledgeTimeoutMs", Rig.LIMIT_MS), () -> true);
            InFlight inFlight = new InFlight(
                    host,
                    new OpenPartition("prices", "s", Schema.of(Rig.prices())),
                    new InFlightWindow(1000, 100_000, () -> {}),
                    counters,
                    new RejectionReporter(host, "s", all),
                    () -> {});
            inFlight.start(Rig.await(inFlight.open()));
            send(inFlight, Rig.range(0, 5));
            inFlight.requestPosition();
            send(inFlight, Rig.range(5, 10)); // these will be refused
            Rig.until("a question", () -> !questions.isEmpty());
            questions.remove().reply(new AppendReply(0, 0, 10, 5, 0)); // it had waited for them
            Rig.until("the refusal", () -> counters.refused.get() == 5);

            send(inFlight, 10);
            Rig.until("another question", () -> {
                inFlight.requestPosition();
                return !questions.isEmpty();
            });
            questions.remove().reply(new AppendReply(0, 0, 11, 5, 0));
            Rig.until("all acknowledged", () -> counters.applied.get() + counters.refused.get() >= 11);
            assertThat(counters.refused).hasValue(5);
            assertThat(counters.applied).hasValue(6);
        }
    }

    private static void send(InFlight inFlight, long... numbers) {
        inFlight.send(Rig.prices(numbers), Long.BYTES * (long) numbers.length);
    }
}
