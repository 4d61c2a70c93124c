package io.tickbus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ProducerTest {
    private static final ProducerSettings SETTINGS = ProducerSettings.of(FakeOwner.TABLE);
    private static final JsonObject NONE = new JsonObject();

    private static JsonObject row(long n) {
        return new JsonObject().put("sym", "s").put("n", n);
    }

    private static long number(Message<Object> append) {
        return ((JsonArray) append.body()).getJsonObject(0).getLong("n");
    }

    private static JsonObject acknowledgement(long offset) {
        return new JsonObject().put("offset", offset).put("rows", 1).put("epoch", 7L);
    }

    private static ReplyFailure failure(Future<?> future) {
        try {
            Waiting.on(future);
        } catch (ReplyException reason) {
            return reason.failureType();
        }
        throw new AssertionError("it has succeeded");
    }

    @Test
    void everyFormOfRowsIsAppliedInOrder(Vertx vertx) {
        RealOwner.of(vertx);
        TableProducer producer = TableProducer.of(vertx, SETTINGS);
        Future<AppendReply> one = producer.send(row(0));
        Future<AppendReply> array = producer.send(new JsonArray().add(row(1)).add(row(2)));
        Future<AppendReply> list = producer.send(List.of(row(3)));
        Future<AppendReply> flip = producer.send(RealOwner.numbered(4, 6));

        assertThat(Waiting.on(one)).isEqualTo(new AppendReply(0, 1, 0, 0, 1));
        assertThat(Waiting.on(array)).isEqualTo(new AppendReply(1, 2, 0, 0, 1));
        assertThat(Waiting.on(list)).isEqualTo(new AppendReply(3, 1, 0, 0, 1));
        assertThat(Waiting.on(flip)).isEqualTo(new AppendReply(4, 2, 0, 0, 1));
        Rows all = Waiting.on(new Tables(vertx).first(FakeOwner.TABLE, 100, NONE));
        assertThat(Heard.numbers(all)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void manySendsKeepTheirOrder(Vertx vertx) {
        RealOwner.of(vertx);
        TableProducer producer = TableProducer.of(vertx, SETTINGS);
        List<Future<AppendReply>> outcomes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            outcomes.add(producer.send(row(i)));
        }
        Waiting.on(Future.all(outcomes));
        Rows all = Waiting.on(new Tables(vertx).first(FakeOwner.TABLE, 1000, NONE));
        assertThat(Heard.numbers(all))
                .isEqualTo(LongStream.range(0, 300).boxed().toList());
    }

    @Test
    void rowsThatDoNotFitAreRefusedAndTheNextGoOn(Vertx vertx) {
        RealOwner.of(vertx);
        TableProducer producer = TableProducer.of(vertx, SETTINGS);
        Future<AppendReply> bad = producer.send(new JsonArray().add(row(0)).add(new JsonObject().put("n", "many")));
        Future<AppendReply> good = producer.send(row(1));

        assertThatThrownBy(() -> Waiting.on(bad))
                .satisfies(
                        reason -> assertThat(Failure.BAD_ROWS.isCauseOf(reason)).isTrue())
                .hasMessageContaining("row 1, column n: \"many\" is not a long");
        assertThat(Waiting.on(good).offset()).isZero();
    }

    @Test
    void rowsMayBeChangedAfterTheyWereSent(Vertx vertx) {
        FakeOwner owner = new FakeOwner(vertx);
        TableProducer producer = TableProducer.of(vertx, SETTINGS);
        JsonObject reused = row(1);
        producer.send(row(0));
        producer.send(reused);
        reused.put("n", 9);
        owner.append().reply(acknowledgement(0));
        assertThat(number(owner.append())).isOne();
    }

    @Test
    void oneRequestIsUnderWayAtATime(Vertx vertx) {
        FakeOwner owner = new FakeOwner(vertx);
        TableProducer producer = TableProducer.of(vertx, SETTINGS);
        producer.send(row(0));
        Future<AppendReply> second = producer.send(row(1));
        Message<Object> first = owner.append();
        assertThat(number(first)).isZero();
        assertThat(owner.isIdle()).isTrue();
        first.reply(acknowledgement(0));
        owner.append().reply(acknowledgement(1));
        assertThat(Waiting.on(second)).isEqualTo(new AppendReply(1, 1, 0, 0, 7));
    }

    @Test
    void rowsThatWentToTheTickerplantHaveNoOffset(Vertx vertx) {
        FakeOwner owner = new FakeOwner(vertx);
        TableProducer producer = TableProducer.of(vertx, SETTINGS);
        Future<AppendReply> sent = producer.send(row(0));
        producer.send(row(1));
        AppendReply passedOn = new AppendReply(AppendReply.NO_OFFSET, 1, 0, 0, 7);
        owner.append().reply(passedOn.toJson());
        assertThat(Waiting.on(sent)).isEqualTo(passedOn);
        assertThat(number(owner.append())).isOne();
    }

    @Test
    void refusalByWhoIsNotTheOwnerIsSentAgainBeforeTheNext(Vertx vertx) {
        FakeOwner owner = new FakeOwner(vertx);
        TableProducer producer = TableProducer.of(vertx, SETTINGS);
        Future<AppendReply> first = producer.send(row(0));
        producer.send(row(1));
        owner.append().fail(Failure.NOT_OWNER.code(), "standing by");
        Message<Object> again = owner.append();
        assertThat(number(again)).isZero();
        again.reply(acknowledgement(5));
        assertThat(Waiting.on(first).offset()).isEqualTo(5);
        assertThat(number(owner.append())).isOne();
    }

    @Test
    void rowsWaitForAnOwner(Vertx vertx) {
        TableProducer producer = TableProducer.of(vertx, SETTINGS);
        Future<AppendReply> sent = producer.send(row(0));
        FakeOwner owner = new FakeOwner(vertx);
        owner.announce(7);
        owner.append().reply(acknowledgement(0));
        assertThat(Waiting.on(sent).epoch()).isEqualTo(7);
    }

    @Test
    void patienceForAnOwnerEnds(Vertx vertx) {
        TableProducer producer = TableProducer.of(vertx, SETTINGS.retryMsMax(0));
        assertThat(failure(producer.send(row(0)))).isEqualTo(ReplyFailure.NO_HANDLERS);
    }

    @Test
    void rowsWithoutAnAnswerAreNotSentAgain(Vertx vertx) {
        FakeOwner owner = new FakeOwner(vertx);
        TableProducer producer = TableProducer.of(vertx, SETTINGS.answerMsMax(30));
        Future<AppendReply> lost = producer.send(row(0));
        producer.send(row(1));
        assertThat(number(owner.append())).isZero();
        assertThat(number(owner.append())).isOne();
        assertThat(failure(lost)).isEqualTo(ReplyFailure.TIMEOUT);
        assertThat(lost.cause())
                .hasMessage("no answer about table trade within 30 ms: the rows may or may not have been applied");
    }

    @Test
    void rowsThatAReplacedOwnerDidNotAnswerFailLongBeforeTheTimeForAnAnswer(Vertx vertx) {
        FakeOwner owner = new FakeOwner(vertx);
        TableProducer producer = TableProducer.of(vertx, SETTINGS.answerMsMax(60_000));
        Waiting.on(OwnerRequests.of(vertx).listening());
        Future<AppendReply> first = producer.send(row(0));
        Message<Object> asked = owner.append();
        owner.announce(7);
        owner.announce(7);
        asked.reply(acknowledgement(0));
        assertThat(Waiting.on(first).epoch()).isEqualTo(7);

        Future<AppendReply> lost = producer.send(row(1));
        Future<AppendReply> next = producer.send(row(2));
        owner.append();
        owner.announce(8);
        assertThat(failure(lost)).isEqualTo(ReplyFailure.TIMEOUT);
        assertThat(lost.cause())
                .hasMessage("no answer about table trade from an owner that was replaced:"
                        + " the rows may or may not have been applied");
        owner.append().reply(acknowledgement(1).put("epoch", 8L));
        assertThat(Waiting.on(next).offset()).isOne();
    }

    @Test
    void fullQueueRefusesUntilItIsDrained(Vertx vertx) {
        FakeOwner owner = new FakeOwner(vertx);
        Promise<Void> drained = Promise.promise();
        TableProducer producer =
                TableProducer.of(vertx, SETTINGS.rowsQueuedMax(2)).drainHandler(drained::complete);
        producer.send(row(0));
        assertThat(producer.writeQueueFull()).isFalse();
        producer.send(row(1));
        assertThat(producer.writeQueueFull()).isTrue();
        assertThatThrownBy(() -> Waiting.on(producer.send(row(2))))
                .satisfies(reason -> assertThat(Failure.LIMIT.isCauseOf(reason)).isTrue())
                .hasMessageStartingWith("2 rows wait to be sent, 2 are the most");
        assertThat(drained.future().isComplete()).isFalse();
        owner.append().reply(acknowledgement(0));
        Waiting.on(drained.future());
        Future<AppendReply> taken = producer.send(row(3));
        owner.append().reply(acknowledgement(1));
        owner.append().reply(acknowledgement(2));
        assertThat(Waiting.on(taken).offset()).isEqualTo(2);
    }

    @Test
    void thereIsRoomAgainWhenAnOutcomeIsHeardOf(Vertx vertx) {
        RealOwner.of(vertx);
        TableProducer producer = TableProducer.of(vertx, SETTINGS.rowsQueuedMax(1));
        Future<AppendReply> second = producer.send(row(0)).compose(applied -> producer.send(row(1)));
        assertThat(Waiting.on(second).offset()).isOne();
    }

    @Test
    void closeWaitsForTheOutcomesAndRefusesMore(Vertx vertx) {
        FakeOwner owner = new FakeOwner(vertx);
        TableProducer producer = TableProducer.of(vertx, SETTINGS);
        Future<AppendReply> sent = producer.send(row(0));
        Future<Void> closed = producer.close();
        Message<Object> append = owner.append();
        assertThat(closed.isComplete()).isFalse();
        append.reply(acknowledgement(0));
        Waiting.on(closed);
        assertThat(Waiting.on(sent).offset()).isZero();
        assertThatThrownBy(() -> Waiting.on(producer.send(row(1)))).hasMessage("the producer is closed");
        Waiting.on(producer.close());
    }

    @Test
    void undeploymentTellsWhatBecameOfEachSend(Vertx vertx) {
        FakeOwner owner = new FakeOwner(vertx);
        Promise<TableProducer> made = Promise.promise();
        String deployment = Waiting.on(vertx.deployVerticle(context -> {
            made.complete(TableProducer.of(vertx, SETTINGS));
            return Future.succeededFuture();
        }));
        TableProducer producer = Waiting.on(made.future());
        Future<AppendReply> underWay = producer.send(row(0));
        Future<AppendReply> waiting = producer.send(row(1));
        owner.append();
        Waiting.on(vertx.undeploy(deployment));

        assertThatThrownBy(() -> Waiting.on(underWay)).hasMessageEndingWith("may or may not have been applied");
        assertThatThrownBy(() -> Waiting.on(waiting)).hasMessageEndingWith("the rows were not sent");
        Waiting.on(producer.close());
    }
}
