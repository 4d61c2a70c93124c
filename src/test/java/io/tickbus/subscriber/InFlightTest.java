package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.Addresses;
import io.tickbus.event.Appended;
import io.tickbus.event.Batch;
import io.tickbus.event.PartitionOpening;
import io.tickbus.q.Schema;
import io.vertx.core.eventbus.Message;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class InFlightTest {
    @Test
    void acknowledgementThatWasOvertakenDoesNotHaveRefusedRowsCountedTwice() throws Exception {
        try (Rig rig = new Rig()) {
            Queue<Appended> standings = new ConcurrentLinkedQueue<>();
            standings.add(new Appended(0, 0, 0));
            standings.add(new Appended(0, 0, 10, 5));
            Queue<Message<Batch>> questions = new ConcurrentLinkedQueue<>();
            Rig.await(rig.vertx
                    .eventBus()
                    .<PartitionOpening>consumer(Addresses.OPEN, message -> message.reply(standings.remove()))
                    .completion());
            Rig.await(rig.vertx
                    .eventBus()
                    .<Batch>consumer(Addresses.append("prices"), message -> {
                        if (message.body().rows().size() == 0) {
                            questions.add(message);
                        }
                    })
                    .completion());
            Counters counters = new Counters();
            InFlight inFlight = new InFlight(
                    rig.vertx,
                    "prices",
                    rig.config("acknowledgeTimeoutMs", Rig.LIMIT_MS),
                    Schema.of(Rig.prices()),
                    new Window(1000),
                    counters,
                    new Rejections(rig.vertx, "s", counters));
            Rig.await(inFlight.open());
            inFlight.send(Rig.prices(Rig.range(0, 5)));
            inFlight.ask();
            inFlight.send(Rig.prices(Rig.range(5, 10))); // these will be refused
            Rig.until("a question", () -> !questions.isEmpty());
            Rig.await(inFlight.open()); // after a new connection, on a thread of its own
            assertThat(counters.refused).hasValue(5);

            questions.remove().reply(new Appended(0, 0, 5)); // said before the refusal, comes after it
            inFlight.send(Rig.prices(10));
            Rig.until("another question", () -> {
                inFlight.ask();
                return !questions.isEmpty();
            });
            questions.remove().reply(new Appended(0, 0, 11, 5));
            Rig.until("all acknowledged", () -> counters.applied.get() + counters.refused.get() >= 11);
            assertThat(counters.refused).hasValue(5);
            assertThat(counters.applied).hasValue(6);
        }
    }
}
