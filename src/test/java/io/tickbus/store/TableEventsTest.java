package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.await;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.TableConfig.EndOfDay;
import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.q.RowDigests;
import io.tickbus.q.Schema;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.replication.PartitionState;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The owner's events and its worker, on a real bus. */
@ExtendWith(VertxExtension.class)
class TableEventsTest {
    private static final String APPEND = Addresses.append("trade");

    private static PartitionBatch mark(long position, ControlRecord controlRecord) {
        return new PartitionBatch("trade", "main", PartitionEpoch.NONE, position, trades(0, 0), controlRecord);
    }

    /** The next event of a name. */
    private static Promise<JsonObject> event(Vertx vertx, String name) {
        Promise<JsonObject> found = Promise.promise();
        await(vertx.eventBus()
                .<JsonObject>consumer(Addresses.EVENTS, message -> {
                    if (message.body().getString("event").equals(name)) {
                        found.tryComplete(message.body());
                    }
                })
                .completion());
        return found;
    }

    @Test
    void gapIsPublishedAndTheMarkAcknowledged(Vertx vertx) {
        Owner owner = Owner.ofTrades(vertx);
        Promise<JsonObject> gap = event(vertx, "gap");
        assertThat(owner.request(AppendReply.class, APPEND, mark(0, ControlRecord.gap(5, "lost"))))
                .isEqualTo(appended(0, 0, 1));
        assertThat(await(gap.future()).getLong("rows")).isEqualTo(5);
        assertThat(owner.request(
                        PartitionState.class,
                        OpenPartition.ADDRESS,
                        new OpenPartition("trade", "main", Schema.of(trades(0, 0)))))
                .isEqualTo(new PartitionState(
                        1,
                        0,
                        LogPosition.START,
                        new RowDigests().toVector(),
                        0,
                        false,
                        new PartitionEpoch(OwnerLogic.EPOCH, 1)));
    }

    @Test
    void batchesThatAreSentWithoutAskingForAReplyAreApplied(Vertx vertx) {
        Owner owner = Owner.ofTrades(vertx);
        vertx.eventBus().send(APPEND, new PartitionBatch("trade", "main", PartitionEpoch.NONE, 0, trades(0, 3)));
        vertx.eventBus().send(APPEND, mark(3, ControlRecord.atLogPosition(new LogPosition("log1", 3))));
        PartitionBatch question = new PartitionBatch("trade", "main", PartitionEpoch.NONE, 4, trades(0, 0));
        assertThat(owner.request(AppendReply.class, APPEND, question)).isEqualTo(appended(3, 0, 4));
    }

    @Test
    void dayIsArchivedOffTheEventLoop(Vertx vertx, @TempDir Path dir) {
        Owner owner = Owner.of(vertx, Owner.daily(EndOfDay.ARCHIVE, List.of(), dir));
        Promise<JsonObject> archived = event(vertx, "archived");
        owner.request(APPEND, new PartitionBatch("trade", "main", PartitionEpoch.NONE, 0, trades(0, 3)));
        owner.request(APPEND, mark(3, ControlRecord.endOfDay(LocalDate.of(2026, 11, 23), new LogPosition("", 0))));
        assertThat(await(archived.future()).getString("file"))
                .isEqualTo(dir.resolve("trade2026.11.23").toString());
        assertThat(owner.count()).isZero();
        assertThat(Thread.getAllStackTraces().keySet())
                .as("threads")
                .anyMatch(thread -> thread.getName().startsWith("tickbus-archive"));
    }

    @Test
    void stopWritesTheDayThatHasJustEnded(Vertx vertx, @TempDir Path dir) {
        Owner owner = Owner.of(vertx, Owner.daily(EndOfDay.ARCHIVE, List.of(), dir));
        owner.request(APPEND, new PartitionBatch("trade", "main", PartitionEpoch.NONE, 0, trades(0, 3)));
        owner.request(APPEND, mark(3, ControlRecord.endOfDay(LocalDate.of(2026, 11, 23), new LogPosition("", 0))));
        owner.undeploy();
        assertThat(Files.exists(dir.resolve("trade2026.11.23"))).isTrue();
    }
}
