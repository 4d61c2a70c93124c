package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.LongVector;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.Promise;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacking clients. Each reaches a limit and is logged in one line, and the server continues. */
@Timeout(60)
class HostileTest {
    private static final int CONNECTIONS_MAX = 20;
    private static final int REQUEST_BYTES_MAX = 4 << 20;
    private static final int QUEUED_BYTES_MAX = 1 << 20;
    private static final int BUFFERED_BYTES_MAX = 6 << 20;

    private final Definitions definitions = new Definitions();
    private final List<Promise<Value>> late = new ArrayList<>();
    private final Logged logged = new Logged(QServer.class);

    @SuppressWarnings("NullAway.Init")
    private RunningServer running;

    private static ServerLimits limits(long idleMsMax, long handshakeTimeoutMs) {
        return new ServerLimits(
                CONNECTIONS_MAX,
                REQUEST_BYTES_MAX,
                REQUEST_BYTES_MAX,
                QUEUED_BYTES_MAX,
                BUFFERED_BYTES_MAX,
                idleMsMax,
                0,
                handshakeTimeoutMs);
    }

    private void start(long idleMsMax, long handshakeTimeoutMs) throws Exception {
        running = new RunningServer(limits(idleMsMax, handshakeTimeoutMs), definitions::evaluate);
    }

    @BeforeEach
    void start() throws Exception {
        definitions.function("longs", (caller, arguments) -> new LongVector(QType.LONG, new long[10_000]));
        definitions.asyncFunction("late", (caller, arguments) -> {
            Promise<Value> promise = Promise.promise();
            synchronized (late) {
                late.add(promise);
                late.notifyAll();
            }
            return promise.future();
        });
        start(0, 60_000);
    }

    @AfterEach
    void close() {
        running.close();
        logged.close();
    }

    private void restart(long idleMsMax, long handshakeTimeoutMs) throws Exception {
        running.close();
        start(idleMsMax, handshakeTimeoutMs);
    }

    private void assertServesOn() throws Exception {
        try (RawClient client = RawClient.open(running.port())) {
            assertThat(client.request(ByteVector.chars("enlist 1"))).isEqualTo(new LongVector(QType.LONG, 1));
        }
    }

    private void assertOneLineOf(Refusal refusal, long count) {
        assertThat(running.count(refusal)).isEqualTo(count);
        assertThat(logged.lines()).hasSize(1);
    }

    @Test
    void randomBytesAreTakenForWhatTheyAre() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[9 + random.nextInt(3000)];
            random.nextBytes(bytes);
            if (i % 3 == 1) { // a header that is good, and a body that is not
                byte[] header = {
                    1, (byte) random.nextInt(3), 0, 0, (byte) bytes.length, (byte) (bytes.length >> 8), 0, 0
                };
                System.arraycopy(header, 0, bytes, 0, header.length);
            }
            try (RawClient client = i % 3 == 0 ? RawClient.connect(running.port()) : RawClient.open(running.port())) {
                client.send(bytes);
            }
        }
        while (running.closed.size() < 200) { // the admitted clients
            Thread.sleep(1);
        }
        assertServesOn();
        assertThat(running.count(Refusal.MESSAGE)).isPositive();
        assertThat(running.count(Refusal.HEADER)).isPositive();
        assertThat(running.count(Refusal.INTERNAL)).isZero();
        assertThat(logged.lines().size()).isLessThanOrEqualTo(Refusal.values().length);
        running.awaitNothingBuffered();
    }

    @Test
    void endlessHandshakesAreOneLine() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (RawClient client = RawClient.connect(running.port())) {
                client.send("x".repeat(Handshake.BYTES_MAX));
                assertThat(client.readToEnd()).isZero();
            }
        }
        assertOneLineOf(Refusal.HANDSHAKE_LENGTH, 20);
        assertServesOn();
    }

    @Test
    void halfHandshakesAreClosedInTime() throws Exception {
        restart(0, 50);
        for (String half : new String[] {"", "joe:secr"}) {
            try (RawClient client = RawClient.connect(running.port())) {
                client.send(half);
                assertThat(client.readToEnd()).isZero();
            }
        }
        assertOneLineOf(Refusal.HANDSHAKE_TIMEOUT, 2);
    }

    @Test
    void hundredsOfConnectionsAreAsManyAsMay() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            clients.add(RawClient.connect(running.port()));
        }
        for (RawClient refused : clients.subList(CONNECTIONS_MAX, clients.size())) {
            assertThat(refused.readToEnd()).isZero();
        }
        assertOneLineOf(Refusal.CONNECTIONS, 300 - CONNECTIONS_MAX);
        for (RawClient client : clients.subList(0, CONNECTIONS_MAX)) {
            assertThat(client.letIn().request(ByteVector.chars("enlist 1"))).isNotNull();
        }
        assertThat(running.server().connections()).isEqualTo(CONNECTIONS_MAX);
        for (RawClient client : clients) {
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0101000008000000", "01010000ffffffff", "0101000001004000", "0100000100000000"})
    void lengthThatIsImpossibleClosesTheConnection(String header) throws Exception {
        for (int i = 0; i < 10; i++) {
            try (RawClient client = RawClient.open(running.port())) {
                client.sendHex(header);
                assertThat(client.readToEnd()).isZero();
            }
        }
        assertOneLineOf(Refusal.HEADER, 10);
        assertServesOn();
    }

    @ParameterizedTest
    @CsvSource({
        "0101000011000000 fa01000000 00000000", // longer than its value
        "010100000c000000 fa010000", // shorter
        "010100000e000000 0600ffffffff", // a count of -1
        "010100000e000000 0700ffffff7f", // 2^31 items in no bytes
        "010100000e000000 0000ffffff7f"
    })
    void lengthThatLiesIsToldAndTheConnectionLivesOn(String hex) throws Exception {
        try (RawClient client = RawClient.open(running.port())) {
            for (int i = 0; i < 10; i++) {
                client.sendHex(hex.replace(" ", ""));
                assertThat(client.value())
                        .isInstanceOfSatisfying(
                                ErrorValue.class,
                                error -> assertThat(error.text()).startsWith("badmsg: "));
            }
            assertThat(client.request(ByteVector.chars("enlist 1"))).isEqualTo(new LongVector(QType.LONG, 1));
        }
        assertOneLineOf(Refusal.MESSAGE, 10);
    }

    @Test
    void requestsThatDoNotEndHoldNoMoreThanAllTogetherMay() throws Exception {
        try (RawClient first = RawClient.open(running.port());
                RawClient second = RawClient.open(running.port())) {
            first.sendHex("0101000000004000"); // 4 MiB
            first.send(new byte[REQUEST_BYTES_MAX - 100]);
            while (running.server().bufferedBytes() < REQUEST_BYTES_MAX - 92) {
                Thread.sleep(1);
            }
            second.sendHex("0101000000004000");
            try {
                second.send(new byte[REQUEST_BYTES_MAX - 100]);
            } catch (SocketException cutOff) {
                assertThat(cutOff).hasMessageMatching("Broken pipe|Connection reset.*");
            }
            assertThat(second.readToEnd()).isZero();
            assertOneLineOf(Refusal.MEMORY, 1);
            assertServesOn();
        }
        running.awaitNothingBuffered();
    }

    @Test
    void deepNestingIsRefused() throws Exception {
        try (RawClient client = RawClient.open(running.port())) {
            String list = "000001000000".repeat(100_000) + "fa01000000";
            int length = 8 + list.length() / 2;
            client.sendHex("01010000%08x".formatted(Integer.reverseBytes(length)) + list);
            assertThat(client.value())
                    .isInstanceOfSatisfying(
                            ErrorValue.class, error -> assertThat(error.text()).contains("nested deeper than"));
            assertThat(client.request(ByteVector.chars("(".repeat(500_000))))
                    .isInstanceOfSatisfying(
                            ErrorValue.class, error -> assertThat(error.text()).contains("nested deeper than"));
            assertThat(client.request(ByteVector.chars("enlist ".repeat(100_000) + "1")))
                    .isInstanceOfSatisfying(
                            ErrorValue.class, error -> assertThat(error.text()).contains("nested deeper than"));
        }
        assertOneLineOf(Refusal.MESSAGE, 1);
    }

    @Test
    void requestPastTheLimitIsNotWaitedForAndItsKeyNamed() throws Exception {
        try (RawClient client = RawClient.open(running.port())) {
            client.sendHex("01010000ffffff7f");
            assertThat(client.readToEnd()).isZero();
        }
        assertOneLineOf(Refusal.HEADER, 1);
        assertThat(logged.lines().get(0)).contains("length 2147483647 is past the limit", "requestBytesMax");
    }

    @ParameterizedTest
    @CsvSource({
        "01010100 10000000 ffffffff 00000000, unpacks to 4294967295 bytes", // more than may come
        "01010100 10000000 00003f00 00000000, unpacked length 4128768 from 16 bytes", // more than the bytes can say
        "01010200 10000000 00003f00 00000000,"
    })
    void compressionBombIsNotUnpacked(String hex, @Nullable String reason) throws Exception {
        try (RawClient client = RawClient.open(running.port())) {
            client.sendHex(hex.replace(" ", ""));
            if (reason == null) {
                assertThat(client.readToEnd()).isZero();
                assertOneLineOf(Refusal.HEADER, 1);
            } else {
                assertThat(client.value())
                        .isInstanceOfSatisfying(
                                ErrorValue.class,
                                error -> assertThat(error.text()).contains(reason));
                assertOneLineOf(Refusal.MESSAGE, 1);
            }
        }
        assertServesOn();
    }

    @Test
    void textOfAMegabyteIsReadAndALongerOneIsNot() throws Exception {
        try (RawClient client = RawClient.open(running.port())) {
            assertThat(client.request(ByteVector.chars(";".repeat(QText.LENGTH_MAX))))
                    .isEqualTo(QFunction.GENERIC_NULL);
            assertThat(client.request(ByteVector.chars(";".repeat(QText.LENGTH_MAX + 1))))
                    .isInstanceOf(ErrorValue.class);
            assertThat(client.request(ByteVector.chars("a".repeat(QText.LENGTH_MAX))))
                    .isInstanceOfSatisfying(
                            ErrorValue.class, error -> assertThat(error.text()).startsWith("nyi: "));
        }
        assertServesOn();
    }

    @Test
    void clientThatAsksAndNeverReadsIsCutOff() throws Exception {
        try (RawClient client = RawClient.open(running.port())) {
            try {
                for (int i = 0; i < 1000; i++) { // 80 MB of answers
                    client.send(MessageKind.SYNC, ByteVector.chars("longs 0"));
                }
            } catch (SocketException cutOff) {
                assertThat(cutOff).hasMessageMatching("Broken pipe|Connection reset.*");
            }
            assertThat(running.closed.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
        assertOneLineOf(Refusal.SLOW_READER, 1);
        assertThat(running.server().refusals(Refusal.SLOW_READER)).isEqualTo(1);
        running.awaitNothingBuffered();
        assertServesOn();
    }

    @Test
    void silentClientIsClosedAndOneThatWaitsForItsAnswerIsNot() throws Exception {
        restart(100, 60_000);
        try (RawClient waiting = RawClient.open(running.port())) {
            waiting.send(MessageKind.SYNC, ByteVector.chars("late 0"));
            synchronized (late) {
                while (late.isEmpty()) {
                    late.wait();
                }
            }
            try (RawClient silent = RawClient.open(running.port())) {
                assertThat(silent.readToEnd()).isZero();
            }
            assertOneLineOf(Refusal.IDLE, 1);
            running.context().runOnContext(now -> late.get(0).complete(Atom.ofLong(7)));
            assertThat(waiting.value()).isEqualTo(Atom.ofLong(7));
        }
    }

    @Test
    void responsesThatNobodyAskedForAreIgnoredInOneLine() throws Exception {
        try (RawClient client = RawClient.open(running.port())) {
            for (int i = 0; i < 100; i++) {
                client.send(MessageKind.RESPONSE, Atom.ofLong(i));
            }
            assertThat(client.request(ByteVector.chars("enlist 1"))).isEqualTo(new LongVector(QType.LONG, 1));
        }
        assertOneLineOf(Refusal.UNASKED_RESPONSE, 100);
    }

    @Test
    void asyncMessagesThatFailAreOneLine() throws Exception {
        try (RawClient client = RawClient.open(running.port())) {
            for (int i = 0; i < 100; i++) {
                client.send(MessageKind.ASYNC, ByteVector.chars("nonsense"));
            }
            assertThat(client.request(ByteVector.chars("enlist 1"))).isEqualTo(new LongVector(QType.LONG, 1));
        }
        assertOneLineOf(Refusal.ASYNC_ERROR, 100);
    }
}
