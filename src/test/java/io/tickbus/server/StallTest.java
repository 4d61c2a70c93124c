package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.access.Users;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that stop in the middle: of a request, of an answer, of what they subscribed to. */
@Timeout(60)
class StallTest {
    private static final int LONG_BYTES = 24 << 20; // more than sockets hold
    private static final Value LONG = ByteVector.chars("long");
    private static final Value WAIT = ByteVector.chars("wait");
    private static final Value SUBSCRIBE = ByteVector.chars("subscribe");

    private final BlockingQueue<Promise<Value>> waiting = new LinkedBlockingQueue<>();
    private final BlockingQueue<QConnection> subscribers = new LinkedBlockingQueue<>();
    private final AtomicLong nowNs = new AtomicLong();
    private final Logged logged = new Logged(QServer.class);

    @SuppressWarnings("NullAway.Init")
    private RunningServer running;

    private static ServerLimits limits(long idleMsMax, long stallMsMax) {
        return new ServerLimits(10, 1 << 20, 64 << 20, 64 << 20, 256 << 20, idleMsMax, stallMsMax, 60_000);
    }

    @BeforeEach
    void start() throws Exception {
        running = new RunningServer(limits(0, 100), this::answer);
    }

    @AfterEach
    void close() {
        running.close();
        logged.close();
    }

    private Future<Value> answer(QConnection caller, Value request) {
        if (request.equals(WAIT)) {
            Promise<Value> promise = Promise.promise();
            waiting.add(promise);
            return promise.future();
        }
        if (request.equals(LONG)) {
            return Future.succeededFuture(new LongVector(QType.LONG, new long[LONG_BYTES / Long.BYTES]));
        }
        if (request.equals(SUBSCRIBE)) {
            caller.subscribed();
            subscribers.add(caller);
        }
        return Future.succeededFuture(request);
    }

    private void assertCutOff(int count, String reason) throws InterruptedException {
        running.closed.take();
        assertThat(running.count(Refusal.STALLED)).isEqualTo(count);
        assertThat(logged.lines())
                .singleElement()
                .asString()
                .endsWith("cut off: has not " + reason + " for longer than 100 ms");
        running.awaitNothingBuffered();
    }

    @Test
    void clientThatStopsWithinItsRequestIsCutOffAndOneThatWaitsForItsAnswerIsNot() throws Exception {
        byte[] request = new Message(MessageKind.SYNC, ByteVector.chars("x".repeat(100_000))).encode();
        try (RawClient still = RawClient.open(running.port());
                RawClient patient = RawClient.open(running.port());
                RawClient half = RawClient.open(running.port())) {
            patient.send(joined(
                    WAIT,
                    Arrays.copyOf(request, 1000))); // the server reads no further request while it computes the answer
            Promise<Value> answer = waiting.take();
            half.send(MessageKind.SYNC, Atom.ofLong(1));
            half.send(Arrays.copyOf(request, 50_000));

            assertThat(half.value()).isEqualTo(Atom.ofLong(1));
            assertThat(half.readToEnd()).isZero();
            assertCutOff(1, "sent on in its request");
            running.context().runOnContext(now -> answer.complete(Atom.ofLong(7)));
            assertThat(patient.value()).isEqualTo(Atom.ofLong(7));
            assertThat(still.request(Atom.ofLong(8))).isEqualTo(Atom.ofLong(8));
        }
    }

    private static byte[] joined(Value first, byte[] second) {
        return Buffer.buffer(new Message(MessageKind.SYNC, first).encode())
                .appendBytes(second)
                .getBytes();
    }

    private void checkAnHourLater(boolean isOpen) throws Exception {
        Promise<Boolean> checked = Promise.promise();
        running.context().runOnContext(now -> {
            running.server().closeStalled();
            checked.complete(running.count(Refusal.STALLED) == 0);
        });
        assertThat(checked.future().await(20, TimeUnit.SECONDS)).isEqualTo(isOpen);
        nowNs.addAndGet(TimeUnit.HOURS.toNanos(1));
    }

    @Test
    void timeBeginsWithARequestsFirstByteAndAnewBehindEachAnswer() throws Exception {
        running.close();
        running = new RunningServer(
                limits(0, TimeUnit.MINUTES.toMillis(59)), this::answer, Users.anyone(), null, peer -> true, nowNs::get);
        byte[] request = new Message(MessageKind.SYNC, ByteVector.chars("x".repeat(8000))).encode();
        byte[] begin = Arrays.copyOf(request, 5000);
        byte[] end = Arrays.copyOfRange(request, 5000, request.length);
        try (RawClient client = RawClient.open(running.port())) {
            checkAnHourLater(true); // it has sent nothing
            client.send(begin);
            while (running.server().bufferedBytes() == 0) {
                Thread.sleep(1);
            }
            checkAnHourLater(true);
            client.send(Buffer.buffer(end).appendBytes(begin).getBytes());
            client.value();
            checkAnHourLater(true); // the next one has begun with the end of the one before
            client.send(Buffer.buffer(end).appendBytes(joined(WAIT, begin)).getBytes());
            Promise<Value> answer = waiting.take();
            checkAnHourLater(true); // the server reads no further request while it computes the answer
            checkAnHourLater(true);
            running.context().runOnContext(now -> answer.complete(Atom.ofLong(7)));
            client.value();
            assertThat(client.value()).isEqualTo(Atom.ofLong(7));
            checkAnHourLater(true);
            checkAnHourLater(false);
        }
    }

    @Test
    void clientThatDoesNotReadItsAnswerIsCutOffThoughItsNextRequestIsBeingAnswered() throws Exception {
        try (RawClient client = RawClient.open(running.port())) {
            client.send(MessageKind.SYNC, LONG);
            client.send(MessageKind.SYNC, WAIT);
            waiting.take();

            assertCutOff(1, "read on in its answer");
        }
    }

    /** A q process that writes its day to disk reads nothing for minutes. */
    @Test
    void subscriberIsNotCutOffForWhatItWillReadSomeTime() throws Exception {
        try (RawClient subscriber = RawClient.open(running.port())) {
            assertThat(subscriber.request(SUBSCRIBE)).isEqualTo(SUBSCRIBE);
            QConnection connection = subscribers.take();
            Value rows = new LongVector(QType.LONG, new long[LONG_BYTES / Long.BYTES]);
            running.context().runOnContext(now -> connection.send(rows));
            for (int i = 1; i <= 2; i++) { // the second is cut off after the subscriber would have been
                try (RawClient half = RawClient.open(running.port())) {
                    half.sendHex("01010000");
                    assertCutOff(i, "sent on in its request");
                }
            }
            assertThat(connection.queuedBytes()).isPositive();
            assertThat(subscriber.value()).isEqualTo(rows);
        }
    }

    @Test
    void subscriberOfASilentTableIsNotIdle() throws Exception {
        running.close();
        running = new RunningServer(limits(100, 0), this::answer);
        try (RawClient subscriber = RawClient.open(running.port())) {
            assertThat(subscriber.request(SUBSCRIBE)).isEqualTo(SUBSCRIBE);
            try (RawClient silent = RawClient.open(running.port())) {
                assertThat(silent.readToEnd()).isZero();
            }
            try (RawClient silent = RawClient.open(running.port())) {
                assertThat(silent.readToEnd()).isZero(); // after the subscriber would have been closed
            }
            assertThat(running.count(Refusal.IDLE)).isEqualTo(2);
            assertThat(subscriber.request(Atom.ofLong(8))).isEqualTo(Atom.ofLong(8));
        }
    }
}
