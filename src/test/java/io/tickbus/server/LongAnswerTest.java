package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.access.Users;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that take time to make and to send. */
@Timeout(60)
class LongAnswerTest {
    private static final int REPLY_BYTES_MAX = 64 << 20;
    private static final ServerLimits LIMITS =
            new ServerLimits(10, 1 << 20, REPLY_BYTES_MAX, 128 << 20, 128 << 20, 0, 0, 10_000);

    private static Value longs(int count) {
        return new LongVector(QType.LONG, new Random(1).longs(count, 0, 1000).toArray());
    }

    /** A number is answered with as many longs, and with an async 5 sent right behind the answer. */
    private static Future<Value> answer(QConnection caller, Value request) {
        if (!(request instanceof Atom atom && atom.item() instanceof LongVector count)) {
            return RunningServer.echo(caller, request);
        }
        Promise<Value> promise = Promise.promise();
        Vertx.currentContext().runOnContext(later -> {
            promise.complete(longs((int) count.longAt(0)));
            caller.send(Atom.ofLong(5));
        });
        return promise.future();
    }

    @Test
    void othersAreAnsweredWhileALongAnswerIsNotRead() throws Exception {
        try (var running = new RunningServer(LIMITS, LongAnswerTest::answer);
                var slow = RawClient.open(running.port());
                var other = RawClient.open(running.port())) {
            slow.send(MessageKind.SYNC, Atom.ofLong(4_000_000));
            Value text = ByteVector.chars("hello");
            for (int i = 0; i < 1000; i++) {
                assertThat(other.request(text)).isEqualTo(text);
            }

            assertThat(slow.value()).isEqualTo(longs(4_000_000));
            assertThat(slow.value()).isEqualTo(Atom.ofLong(5));
            running.awaitNothingBuffered();
        }
    }

    @Test
    void whatIsSentBehindALongAnswerDoesNotOvertakeItPackedOrNot() throws Exception {
        for (boolean local : new boolean[] {true, false}) {
            try (var running = new RunningServer(LIMITS, LongAnswerTest::answer, Users.anyone(), null, peer -> local);
                    var client = RawClient.open(running.port())) {
                client.send(MessageKind.SYNC, Atom.ofLong(100_000));
                client.send(MessageKind.SYNC, ByteVector.chars("next"));

                byte[] answer = client.receive();
                assertThat(answer[2]).isEqualTo((byte) (local ? 0 : 1));
                assertThat(Message.decode(answer).value()).isEqualTo(longs(100_000));
                assertThat(client.value()).isEqualTo(Atom.ofLong(5));
                assertThat(client.value()).isEqualTo(ByteVector.chars("next"));
            }
        }
    }

    @Test
    void longMessageIsPackedOffTheLoopAndKeepsItsPlace() throws Exception {
        Value big = longs(100_000);
        try (var running = new RunningServer(
                        LIMITS,
                        (caller, request) -> {
                            EncodedMessage message = EncodedMessage.of(MessageKind.ASYNC, big);
                            boolean made = message.packed(Vertx.currentContext().owner())
                                    .isComplete();
                            caller.send(message);
                            return Future.succeededFuture(Atom.ofLong(made ? 1 : 0));
                        },
                        Users.anyone(),
                        null,
                        peer -> false);
                var client = RawClient.open(running.port())) {
            client.send(MessageKind.SYNC, Atom.ofLong(0));

            assertThat(client.value()).isEqualTo(big);
            assertThat(client.value()).isEqualTo(Atom.ofLong(0));
        }
    }

    @Test
    void onlyLongAnswersAreMadeOffTheLoop() throws Exception {
        try (var running = new RunningServer(LIMITS, RunningServer::echo)) {
            ReplyEncoder replyEncoder = running.server().replyEncoder();

            assertThat(replyEncoder.encode(longs(10), false).isComplete()).isTrue();
            Future<ReplyEncoder.Encoded> encoding = replyEncoder.encode(longs(4_000_000), false);
            assertThat(encoding.isComplete()).isFalse();
            assertThat(encoding.await().bytes().length()).isEqualTo(14 + 8 * 4_000_000);
        }
    }

    @Test
    void answerPastTheLimitIsAnErrorAndTheConnectionLivesOn() throws Exception {
        try (var running = new RunningServer(LIMITS, LongAnswerTest::answer);
                var client = RawClient.open(running.port())) {
            int count = REPLY_BYTES_MAX / 8;

            client.send(MessageKind.SYNC, Atom.ofLong(count));
            assertThat(client.value())
                    .isEqualTo(new ErrorValue(
                            "limit: the answer has " + (14 + 8L * count) + " bytes, the limit is " + REPLY_BYTES_MAX));
            assertThat(client.value()).isEqualTo(Atom.ofLong(5));
            assertThat(client.request(ByteVector.chars("on"))).isEqualTo(ByteVector.chars("on"));
            assertThat(running.count(Refusal.REPLY_LENGTH)).isEqualTo(1);
        }
    }

    @Test
    void answersThatNobodyReadsFillNoMoreThanAllTogetherMay() throws Exception {
        try (var running = new RunningServer(LIMITS, LongAnswerTest::answer);
                var first = RawClient.open(running.port());
                var second = RawClient.open(running.port());
                var third = RawClient.open(running.port())) {
            for (RawClient client : new RawClient[] {first, second}) {
                client.send(MessageKind.SYNC, Atom.ofLong(8_000_000)); // 61 MiB of the 128, of which sockets take a few
            }
            while (running.server().bufferedBytes() < 2 * 64_000_000L) {
                Thread.sleep(1);
            }
            third.send(MessageKind.SYNC, Atom.ofLong(8_000_000));

            assertThat(third.value())
                    .isInstanceOfSatisfying(
                            ErrorValue.class,
                            error -> assertThat(error.text())
                                    .startsWith("limit: the answer has 64000014 bytes, and all"));
            assertThat(first.value()).isEqualTo(longs(8_000_000));
        }
    }
}
