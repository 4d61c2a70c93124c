package io.tickbus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.client.ConsumerEvent.Began;
import io.tickbus.client.ConsumerEvent.Retrying;
import io.tickbus.client.ConsumerEvent.RowsLost;
import io.tickbus.event.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A consumer of a real owner's table. */
@ExtendWith(VertxExtension.class)
class ConsumerTest {
    private static final TableVersion FIRST = new TableVersion(1, 0);

    private static ConsumerSettings from(StartPosition start) {
        return ConsumerSettings.of(FakeOwner.TABLE, start);
    }

    private static List<Long> range(int from, int to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void rowsComeFromTheBeginningOnInOrderWhileMoreAreAdded(Vertx vertx) {
        RealOwner owner = RealOwner.of(vertx);
        owner.append(0, 3000);
        Heard heard = Heard.of(vertx, from(StartPosition.beginning()));

        assertThat(heard.event()).isEqualTo(new Began(0, FIRST));
        assertThat(heard.rows(3000)).isEqualTo(range(0, 3000));
        owner.append(3000, 3010);
        assertThat(heard.rows(10)).isEqualTo(range(3000, 3010));
    }

    @Test
    void rowsAfterTheCompletionAreHandled(Vertx vertx) throws Exception {
        RealOwner owner = RealOwner.of(vertx);
        owner.append(0, 10);
        Heard heard = Heard.of(vertx, from(StartPosition.now()));

        heard.consumer.completion().await(20, TimeUnit.SECONDS);
        owner.append(10, 12);
        assertThat(heard.event()).isEqualTo(new Began(10, FIRST));
        assertThat(heard.rows()).isEqualTo(range(10, 12));
    }

    @Test
    void completionFailsIfTheConsumerEndsBefore(Vertx vertx) {
        Heard heard = Heard.of(vertx, from(StartPosition.now())); // There is no owner.
        heard.consumer.close();

        assertThatThrownBy(() -> heard.consumer.completion().await(20, TimeUnit.SECONDS))
                .hasMessage("the consumer has ended before it began to read");
    }

    @Test
    void nowLeavesOutWhatIsThereAlready(Vertx vertx) {
        RealOwner owner = RealOwner.of(vertx);
        owner.append(0, 10);
        Heard heard = Heard.of(vertx, from(StartPosition.now()));

        assertThat(heard.event()).isEqualTo(new Began(10, FIRST));
        owner.append(10, 12);
        assertThat(heard.rows()).isEqualTo(range(10, 12));
    }

    @Test
    void batchesAreNoLargerThanAskedFor(Vertx vertx) {
        RealOwner owner = RealOwner.of(vertx);
        owner.append(0, 5);
        Heard heard = Heard.of(vertx, from(StartPosition.offset(1)).rowsMax(2));

        assertThat(heard.event()).isEqualTo(new Began(1, FIRST));
        assertThat(heard.rows()).isEqualTo(range(1, 3));
        assertThat(heard.rows()).isEqualTo(range(3, 5));
    }

    @Test
    void nextBatchWaitsUntilTheOneBeforeIsHandled(Vertx vertx) {
        RealOwner owner = RealOwner.of(vertx);
        owner.append(0, 2);
        Heard heard = Heard.byHand(vertx, from(StartPosition.beginning()).rowsMax(1));

        assertThat(heard.event()).isInstanceOf(Began.class);
        Heard.Batch first = heard.batch();
        owner.append(2, 3);
        assertThat(heard.rest()).isEmpty();
        first.handled().complete();
        assertThat(heard.rows()).isEqualTo(range(1, 2));
    }

    @Test
    void rowsThatLeftBeforeTheyWereReadAreCounted(Vertx vertx) {
        RealOwner owner = new RealOwner(vertx, Map.of("retentionRowsMax", RealOwner.SEGMENT_ROWS));
        owner.append(0, 10);
        Heard heard = Heard.byHand(vertx, from(StartPosition.beginning()));
        assertThat(heard.event()).isEqualTo(new Began(0, FIRST));
        Heard.Batch first = heard.batch();
        owner.append(10, 5000);
        first.handled().complete();

        int lost = (int) ((RowsLost) heard.event()).rows();
        assertThat(lost).isPositive();
        Heard.Batch second = heard.batch();
        assertThat(second.numbers().get(0)).isEqualTo(10 + lost);
    }

    @Test
    void consumerOfKeysIsGivenTheLastRowOfEach(Vertx vertx) {
        RealOwner owner = new RealOwner(vertx, Map.of("keys", List.of("sym")));
        owner.append(0, 10);
        Heard heard = Heard.of(vertx, from(StartPosition.beginning()));

        assertThat(heard.event()).isEqualTo(new Began(0, FIRST));
        assertThat(heard.rows(3)).isEqualTo(range(7, 10));
    }

    @Test
    void ownerMayComeLater(Vertx vertx) {
        Heard heard = Heard.of(vertx, from(StartPosition.beginning()));
        assertThat(heard.event())
                .isInstanceOfSatisfying(
                        Retrying.class, event -> assertThat(event.reason()).isEqualTo("no owner has table trade"));
        RealOwner.of(vertx).append(0, 3);

        assertThat(heard.eventAfterRetries()).isEqualTo(new Began(0, FIRST));
        assertThat(heard.rows()).isEqualTo(range(0, 3));
    }

    @Test
    void handlersFailureEndsTheConsumer(Vertx vertx) {
        RealOwner.of(vertx).append(0, 3);
        Heard heard = Heard.byHand(vertx, from(StartPosition.beginning()).rowsMax(1));
        assertThat(heard.event()).isInstanceOf(Began.class);
        heard.batch().handled().fail(new IllegalStateException("no room on the disk"));

        assertThatThrownBy(() -> Waiting.on(heard.consumer.finish())).hasMessage("no room on the disk");
        Waiting.on(heard.consumer.close());
        assertThat(heard.rest()).isEmpty();
    }

    @Test
    void handlerThatThrowsEndsTheConsumer(Vertx vertx) {
        RealOwner.of(vertx).append(0, 3);
        TableConsumer consumer = TableConsumer.start(
                vertx,
                from(StartPosition.beginning()),
                rows -> {
                    throw new IllegalArgumentException("not these");
                },
                event -> {});
        assertThatThrownBy(() -> Waiting.on(consumer.finish()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not these");
    }

    @Test
    void listenerThatThrowsEndsTheConsumer(Vertx vertx) {
        RealOwner.of(vertx).append(0, 3);
        TableConsumer consumer =
                TableConsumer.start(vertx, from(StartPosition.beginning()), rows -> Future.succeededFuture(), event -> {
                    throw new IllegalArgumentException(event.toString());
                });
        assertThatThrownBy(() -> Waiting.on(consumer.finish()))
                .hasMessage("reading from offset 0 of epoch 1, generation 0");
    }

    @Test
    void offsetPastTheEndIsRefused(Vertx vertx) {
        RealOwner.of(vertx).append(0, 3);
        Heard heard = Heard.of(vertx, from(StartPosition.offset(4)));

        assertThatThrownBy(() -> Waiting.on(heard.consumer.finish()))
                .satisfies(reason ->
                        assertThat(Failure.OUT_OF_RANGE.isCauseOf(reason)).isTrue())
                .hasMessage("offset 4 is not here; the first is 0, the next 3");
    }

    @Test
    void moreThanTheOwnerGivesIsRefused(Vertx vertx) {
        RealOwner.of(vertx).append(0, 3);
        Heard heard = Heard.of(vertx, from(StartPosition.beginning()).rowsMax(1_000_000));

        assertThatThrownBy(() -> Waiting.on(heard.consumer.finish()))
                .hasMessage("rowsMax is 1000000; a whole number from 1 to 100000 expected");
    }

    @Test
    void closeWaitsForTheHandlerAndMayBeRepeated(Vertx vertx) {
        RealOwner.of(vertx).append(0, 3);
        Heard heard = Heard.byHand(vertx, from(StartPosition.beginning()).rowsMax(1));
        assertThat(heard.event()).isInstanceOf(Began.class);
        Heard.Batch batch = heard.batch();
        Future<Void> closed = heard.consumer.close();
        Future<Void> again = heard.consumer.close();
        assertThat(closed.isComplete()).isFalse();
        batch.handled().complete();

        Waiting.on(closed);
        Waiting.on(again);
        Waiting.on(heard.consumer.finish());
        assertThat(heard.rest()).isEmpty();
    }

    @Test
    void handlerAndListenerRunOnTheContextThatStartedTheConsumer(Vertx vertx) {
        RealOwner.of(vertx).append(0, 3);
        Promise<Context> listened = Promise.promise();
        Promise<Context> handled = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(start -> TableConsumer.start(
                vertx,
                from(StartPosition.beginning()),
                rows -> {
                    handled.complete(Vertx.currentContext());
                    return Future.succeededFuture();
                },
                event -> listened.complete(Vertx.currentContext())));

        assertThat(Waiting.on(listened.future())).isSameAs(context);
        assertThat(Waiting.on(handled.future())).isSameAs(context);
    }

    @Test
    void consumerEndsWithItsVerticle(Vertx vertx) {
        RealOwner.of(vertx).append(0, 3);
        Promise<TableConsumer> started = Promise.promise();
        String deployment = Waiting.on(vertx.deployVerticle(context -> {
            started.complete(TableConsumer.start(
                    vertx, from(StartPosition.beginning()), rows -> Future.succeededFuture(), event -> {}));
            return Future.succeededFuture();
        }));
        Waiting.on(vertx.undeploy(deployment));

        Waiting.on(Waiting.on(started.future()).finish());
    }
}
