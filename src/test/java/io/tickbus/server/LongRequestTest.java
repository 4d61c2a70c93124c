package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that take time to read, memory to hold, or both. */
@Timeout(60)
class LongRequestTest {
    private static final int REQUEST_BYTES_MAX = 8 << 20;
    private static final ServerLimits LIMITS =
            new ServerLimits(10, REQUEST_BYTES_MAX, 64 << 20, 64 << 20, 256 << 20, 0, 0, 60_000);
    private static final Value WAIT = Atom.ofLong(0);
    private static final Value SIZE = Atom.ofLong(1);

    /** Answers that {@link #WAIT} waits for. */
    private final BlockingQueue<Promise<Value>> waiting = new LinkedBlockingQueue<>();

    @SuppressWarnings("NullAway.Init")
    private RunningServer running;

    @BeforeEach
    void start() throws Exception {
        running = new RunningServer(LIMITS, this::answer);
    }

    @AfterEach
    void close() {
        running.close();
    }

    private Future<Value> answer(QConnection caller, Value request) {
        if (!Context.isOnEventLoopThread()) {
            return Future.failedFuture("handled on " + Thread.currentThread().getName());
        }
        if (request.equals(WAIT)) {
            Promise<Value> promise = Promise.promise();
            waiting.add(promise);
            return promise.future();
        }
        return Future.succeededFuture(SIZE);
    }

    private static byte[] message(MessageKind kind, Value value) {
        return new Message(kind, value).encode();
    }

    private static Value bytes(int length) {
        return ByteVector.chars("x".repeat(length));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** The memory of a long request is released, even if the first byte of the next request arrived with its end. */
    @Test
    void connectionsThatSentLongRequestsHoldNoMemoryForThem() throws Exception {
        byte[] long7 = message(MessageKind.SYNC, bytes(7 << 20));
        byte[] next = message(MessageKind.SYNC, SIZE);
        try (RawClient client = RawClient.open(running.port())) {
            client.send(joined(long7, Arrays.copyOf(next, 1)));
            assertThat(client.value()).isEqualTo(SIZE);
            running.awaitNothingBuffered();
            client.send(Arrays.copyOfRange(next, 1, next.length));
            assertThat(client.value()).isEqualTo(SIZE);
        }
    }

    @Test
    void bufferOfRequestInPartsIsCountedWithAllItsRoom() throws Exception {
        try (RawClient client = RawClient.open(running.port())) {
            client.send(Arrays.copyOf(message(MessageKind.SYNC, bytes(1 << 20)), 5000));
            while (running.server().bufferedBytes() < 5000) {
                Thread.sleep(1);
            }
        }
        running.awaitNothingBuffered();
    }

    /** Otherwise one client could use the memory of all clients, by a waiting request and the bytes after it. */
    @Test
    void nothingIsReadWhileARequestThatCameWithTheHandshakeIsAnswered() throws Exception {
        byte[] hello = "joe\3\0".getBytes(StandardCharsets.ISO_8859_1);
        try (RawClient client = RawClient.connect(running.port())) {
            client.send(joined(hello, message(MessageKind.SYNC, WAIT)));
            Promise<Value> answer = waiting.take();
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < 12; i++) { // more than sockets hold
                        client.send(message(MessageKind.ASYNC, bytes(4 << 20)));
                    }
                    client.send(MessageKind.SYNC, SIZE);
                } catch (IOException closed) {
                    throw new UncheckedIOException(closed);
                }
            });
            sender.start();
            try (RawClient other = RawClient.open(running.port())) {
                for (int i = 0; i < 200; i++) { // turns of the event loop, in which it could read
                    other.send(MessageKind.SYNC, SIZE);
                    other.value();
                    assertThat(running.server().bufferedBytes()).isLessThan(1 << 20);
                }
            }
            running.context().runOnContext(now -> answer.complete(Atom.ofLong(5)));
            assertThat(client.read()).isEqualTo(3);
            assertThat(client.value()).isEqualTo(Atom.ofLong(5));
            assertThat(client.value()).isEqualTo(SIZE);
            sender.join();
        }
    }

    @Test
    void longRequestIsDecodedElsewhereWhileOthersAreAnswered() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        WorkerExecutor decoding =
                running.vertx.createSharedWorkerExecutor("tickbus-requests", RequestDecoder.LONG_AT_ONCE_MAX);
        for (int i = 0; i < RequestDecoder.LONG_AT_ONCE_MAX; i++) {
            decoding.executeBlocking(
                    () -> {
                        held.await();
                        return null;
                    },
                    false);
        }
        try (RawClient client = RawClient.open(running.port());
                RawClient other = RawClient.open(running.port())) {
            client.send(joined(
                    message(MessageKind.SYNC, bytes(RequestDecoder.ON_LOOP_BYTES_MAX)),
                    message(MessageKind.SYNC, WAIT)));
            while (running.server().bufferedBytes() < RequestDecoder.ON_LOOP_BYTES_MAX / 2) {
                Thread.sleep(1);
            }
            for (int i = 0; i < 100; i++) {
                assertThat(other.request(bytes(RequestDecoder.ON_LOOP_BYTES_MAX - 100)))
                        .isEqualTo(SIZE);
            }
            assertThat(waiting).isEmpty();
            held.countDown();
            assertThat(client.value()).isEqualTo(SIZE);
            Promise<Value> answer = waiting.take();
            running.context().runOnContext(now -> answer.complete(WAIT));
            assertThat(client.value()).isEqualTo(WAIT);
        } finally {
            held.countDown();
        }
    }

    @Test
    void requestsBehindALongOneAreAnsweredInOrder() throws Exception {
        try (RawClient client = RawClient.open(running.port())) {
            for (int i = 0; i < 3; i++) {
                client.send(joined(
                        message(MessageKind.SYNC, bytes(1 << 20)),
                        message(MessageKind.SYNC, new ErrorValue("")),
                        message(MessageKind.SYNC, bytes(100_000))));
            }
            for (int i = 0; i < 9; i++) {
                assertThat(client.value()).isEqualTo(SIZE);
            }
        }
    }

    @Test
    void floodOfShortRequestsDoesNotKeepOthersWaiting() throws Exception {
        List<Value> handled = Collections.synchronizedList(new ArrayList<>());
        running.close();
        CompletableFuture<RawClient> second = new CompletableFuture<>();
        running = new RunningServer(LIMITS, (caller, request) -> {
            try {
                if (handled.isEmpty()) { // the other's request is there from now on
                    second.join().send(MessageKind.SYNC, WAIT);
                }
            } catch (IOException closed) {
                throw new UncheckedIOException(closed);
            }
            handled.add(request);
            return Future.succeededFuture(SIZE);
        });
        try (RawClient flood = RawClient.open(running.port());
                RawClient other = RawClient.open(running.port())) {
            second.complete(other);
            byte[] request = message(MessageKind.SYNC, SIZE);
            byte[][] requests = new byte[20 * ClientSession.REQUESTS_PER_TURN_MAX][];
            Arrays.fill(requests, request);
            flood.send(joined(requests));
            other.value();
            for (int i = 0; i < requests.length; i++) {
                assertThat(flood.value()).isEqualTo(SIZE);
            }
            assertThat(handled.indexOf(WAIT)).isBetween(0, 5 * ClientSession.REQUESTS_PER_TURN_MAX);
        }
    }

    /** A byte's atom takes two bytes on the wire and seventy in memory. */
    @Test
    void requestOfMillionsOfValuesIsRefused() throws Exception {
        Value[] atoms = new Value[1 << 20];
        Arrays.fill(atoms, Atom.ofBoolean(true));
        try (RawClient client = RawClient.open(running.port())) {
            assertThat(client.request(new GeneralList(atoms)))
                    .isInstanceOfSatisfying(
                            ErrorValue.class,
                            error -> assertThat(error.text()).contains("more values than may be in one message"));
            assertThat(client.request(new LongVector(QType.LONG, new long[1 << 19])))
                    .isEqualTo(SIZE);
        }
        assertThat(running.count(Refusal.MESSAGE)).isEqualTo(1);
    }

    @Test
    void whatFollowsAnAnswerOfAnotherThreadIsHandledOnTheEventLoop() throws Exception {
        try (RawClient client = RawClient.open(running.port())) {
            client.send(joined(message(MessageKind.SYNC, WAIT), message(MessageKind.SYNC, SIZE)));
            waiting.take().complete(Atom.ofLong(6));
            assertThat(client.value()).isEqualTo(Atom.ofLong(6));
            assertThat(client.value()).isEqualTo(SIZE);
        }
    }

    /** Millions of atoms would be made of a list of millions, to be counted and thrown away. */
    @Test
    void rowsOfTheWrongWidthAreRefusedBeforeAnythingIsMadeOfThem() {
        Schema schema = new Schema(List.of("n"), List.of(QType.BYTE), 0);
        LocalDateTime now = LocalDateTime.of(2026, 1, 1, 0, 0);
        Value[] none = new Value[REQUEST_BYTES_MAX];
        none[0] = Atom.ofLong(1); // the rest would throw if it were looked at
        assertThatThrownBy(() -> UpdRows.of("t", schema, new GeneralList(none), now))
                .isInstanceOf(QError.class)
                .hasMessage("length: " + REQUEST_BYTES_MAX + " columns for t, 1 expected");
    }

    @Test
    void errorOfAnApplicationFitsIntoAQError() throws Exception {
        running.close();
        running = new RunningServer(
                LIMITS, (caller, request) -> Future.failedFuture(new QError("a\0b" + "c".repeat(1 << 20))));
        try (RawClient client = RawClient.open(running.port())) {
            assertThat(client.request(SIZE))
                    .isInstanceOfSatisfying(
                            ErrorValue.class,
                            error ->
                                    assertThat(error.text()).startsWith("a?bcc").hasSizeLessThan(5000));
        }
    }
}
