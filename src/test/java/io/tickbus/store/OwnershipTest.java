package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.await;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.q.Schema;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionState;
import io.tickbus.replication.ReplicationCodecs;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An owner that continues after a freeze, and executes queued work while its ownership is in doubt. */
@ExtendWith(VertxExtension.class)
@SuppressWarnings("NullAway.Init") // the extension's before-each method sets the fields
class OwnershipTest {
    private static final String APPEND = Addresses.append("trade");

    private final AtomicBoolean owns = new AtomicBoolean(true);
    private final AtomicInteger timesSure = new AtomicInteger(Integer.MAX_VALUE);
    private Vertx vertx;
    private Ownership ownership;
    private PartitionState partitionState;

    @BeforeEach
    void begin(Vertx given) {
        vertx = given;
        ReplicationCodecs.registerAll(vertx);
        Promise<Void> begun = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(turn -> {
            ownership = new Ownership(vertx, Owner.config(Owner.trades(List.of(), null)), OwnerLogic.EPOCH, this::owns);
            ownership.start().<Void>mapEmpty().onComplete(begun);
        });
        await(begun.future());
        partitionState = await(request(
                OpenPartition.ADDRESS,
                new OpenPartition("trade", "main", Schema.of(trades(0, 0))),
                PartitionState.class));
        assertThat(await(request(APPEND, batch(0, 3), AppendReply.class))).isEqualTo(appended(0, 3, 3));
    }

    private boolean owns() {
        return owns.get() && timesSure.getAndDecrement() > 0;
    }

    private <T> Future<T> request(String address, Object body, Class<T> reply) {
        return vertx.eventBus().request(address, body).map(answer -> reply.cast(answer.body()));
    }

    private PartitionBatch batch(int from, int to) {
        return new PartitionBatch("trade", "main", partitionState.partitionEpoch(), from, trades(from, to));
    }

    private static void assertIsNotOwner(Future<?> refused) {
        assertThat(Failure.NOT_OWNER.isCauseOf(catchThrowable(() -> await(refused))))
                .isTrue();
    }

    @Test
    void nothingIsAppliedAndNothingIsAnswered() {
        owns.set(false);
        vertx.eventBus().send(APPEND, batch(3, 5));
        assertIsNotOwner(request(APPEND, batch(3, 5), AppendReply.class));
        assertIsNotOwner(request(APPEND, new JsonObject().put("sym", "a"), JsonObject.class));
        assertIsNotOwner(request(Addresses.fetch("trade"), new JsonObject(), Object.class));
        assertIsNotOwner(request(Addresses.query("trade"), new JsonObject().put("op", "count"), Object.class));
        assertIsNotOwner(request(Addresses.TABLES, "", Object.class));
        assertIsNotOwner(request(
                OpenPartition.ADDRESS,
                new OpenPartition("trade", "main", Schema.of(trades(0, 0))),
                PartitionState.class));
        assertThat(ownership.applied()).isEqualTo(3);

        owns.set(true); // the confirmation was late, and no other node had become the owner
        assertThat(await(request(APPEND, batch(3, 5), AppendReply.class))).isEqualTo(appended(3, 2, 5));
    }

    @Test
    void rowsThatWereTakenMeanwhileAreNotToBeSentAgain() {
        timesSure.set(1); // when they come, and no longer when they are in
        Throwable failure = catchThrowable(() -> await(
                request(APPEND, new JsonObject().put("sym", "a").put("size", 7).put("price", 1.5), JsonObject.class)));
        assertThat(failure).hasMessageContaining("may or may not have been applied");
        assertThat(Failure.UNAVAILABLE.isCauseOf(failure)).isTrue();
        assertThat(ownership.applied()).isEqualTo(4);
    }

    @Test
    void whoWaitsForRowsIsNotAnsweredByAnOwnerThatIsNone() {
        Future<Object> waiting = request(
                Addresses.fetch("trade"), new JsonObject().put("offset", 3).put("waitMs", 60_000), Object.class);
        await(request(Addresses.query("trade"), new JsonObject().put("op", "count"), Object.class)); // it waits by now
        owns.set(false);
        await(abandoned());
        assertIsNotOwner(waiting);
    }

    @Test
    void afterwardsNobodyIsThere() {
        owns.set(false);
        await(abandoned());
        Throwable gone = catchThrowable(() -> await(request(APPEND, batch(3, 5), AppendReply.class)));
        assertThat(gone).hasMessageContaining("No handlers");
    }

    private Future<Void> abandoned() {
        Promise<Void> done = Promise.promise();
        vertx.runOnContext(turn -> ownership.abandon().<Void>mapEmpty().onComplete(done));
        return done.future();
    }
}
