package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.kx.c;
import io.tickbus.access.PasswordUsers;
import io.tickbus.access.Users;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class QServerTest {
    private static final ServerLimits LIMITS = new ServerLimits(3, 1 << 20, 1 << 20, 1 << 16, 1 << 28, 0, 0, 200);
    private static final Users USERS = PasswordUsers.of(Map.of("me", "se:cret"));

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private int port;

    /** Echoes numbers, fails in every way for texts. */
    private final QHandler handler = new QHandler() {
        @Override
        public Future<Value> handle(QConnection caller, Value request) {
            if (!(request instanceof ByteVector text)) {
                seen.add("got " + request);
                return Future.succeededFuture(request);
            }
            return switch (text.text()) {
                case "error" -> throw new QError("length");
                case "bug" -> throw new IllegalStateException("a bug");
                case "flood" -> {
                    for (int i = 0; i < 100_000 && caller.isOpen(); i++) {
                        caller.send(new LongVector(QType.LONG, new long[1000]));
                    }
                    yield Future.succeededFuture(Atom.ofLong(1));
                }
                case "later" -> {
                    Promise<Value> promise = Promise.promise();
                    vertx.setTimer(20, now -> promise.complete(Atom.ofLong(1)));
                    yield promise.future();
                }
                default -> Future.failedFuture(QError.nyi(text.text()));
            };
        }

        @Override
        public void closed(QConnection connection) {
            seen.add("closed " + connection.handle());
        }
    };

    private int listen(Users users) throws Exception {
        Promise<Integer> bound = Promise.promise();
        vertx.deployVerticle(new AbstractVerticle() {
                    @Override
                    public void start(Promise<Void> started) {
                        new QServer(vertx, handler, users, LIMITS)
                                .listen("127.0.0.1", 0)
                                .onComplete(bound)
                                .<Void>mapEmpty()
                                .onComplete(started);
                    }
                })
                .await();
        return bound.future().await(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void listen() throws Exception {
        port = listen(Users.anyone());
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private String nextSeen() throws InterruptedException {
        return String.valueOf(seen.poll(10, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @CsvSource({
        "6d653a7300, 0",
        "6d653a730000, 0",
        "6d653a730100, 1",
        "6d653a730300, 3",
        "6d653a730600, 3",
        "00, 0",
        "0300, 3"
    })
    void handshakeIsAnsweredWithTheCommonCapability(String hex, int answer) throws Exception {
        try (RawClient client = RawClient.connect(port)) {
            client.sendHex(hex);

            assertThat(client.read()).isEqualTo(answer);
        }
    }

    @Test
    void passwordMayHoldColonsAndHasToBeRight() throws Exception {
        int guarded = listen(USERS);

        c admitted = new c("127.0.0.1", guarded, "me:se:cret");
        admitted.close();

        for (String wrong : new String[] {"me:se:cre", "me", "you:se:cret", ":", ""}) {
            assertThatThrownBy(() -> new c("127.0.0.1", guarded, wrong))
                    .isInstanceOf(c.KException.class)
                    .hasMessage("access");
        }
    }

    @Test
    void handshakeWithoutAnEndIsRefused() throws Exception {
        try (RawClient client = RawClient.connect(port)) {
            client.send("x".repeat(Handshake.BYTES_MAX));

            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @Test
    void handshakeOfFullLengthIsTaken() throws Exception {
        try (RawClient client = RawClient.connect(port)) {
            client.send("x".repeat(Handshake.BYTES_MAX - 2));
            client.send("\3\0");

            assertThat(client.read()).isEqualTo(3);
        }
    }

    @Test
    void peerThatSaysNothingIsRefusedAfterAWhile() throws Exception {
        try (RawClient client = RawClient.connect(port)) {
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @Test
    void messagesMayComeWithTheHandshakeAndInPieces() throws Exception {
        try (RawClient client = RawClient.connect(port)) {
            client.sendHex("0300" + "010100000d000000fa01000000" + "0101000011");

            assertThat(client.read()).isEqualTo(3);
            assertThat(client.receiveHex()).isEqualTo("010200000d000000fa01000000");

            client.sendHex("000000f90700000000000000");
            assertThat(client.receiveHex()).isEqualTo("0102000011000000f90700000000000000");
        }
    }

    @Test
    void bigEndianRequestIsAnswered() throws Exception {
        c client = new c("127.0.0.1", port);

        assertThat(client.k(new long[] {1, 2})).isEqualTo(new long[] {1, 2});
        client.close();
    }

    @Test
    void errorsAreAnsweredAndTheConnectionLivesOn() throws Exception {
        try (RawClient client = RawClient.open(port)) {
            assertThat(client.request(ByteVector.chars("error"))).isEqualTo(new ErrorValue("length"));
            assertThat(client.request(ByteVector.chars("what"))).isEqualTo(new ErrorValue("nyi: what"));
            assertThat(client.request(ByteVector.chars("bug")))
                    .isEqualTo(new ErrorValue("internal: java.lang.IllegalStateException: a bug"));
            client.send(MessageKind.ASYNC, ByteVector.chars("error"));
            assertThat(client.request(Atom.ofLong(7))).isEqualTo(Atom.ofLong(7));
        }
    }

    @Test
    void malformedRequestIsAnsweredAndTheConnectionLivesOn() throws Exception {
        try (RawClient client = RawClient.open(port)) {
            client.sendHex("010100000a0000004d00"); // no type 77

            assertThat(client.value())
                    .isInstanceOfSatisfying(
                            ErrorValue.class, error -> assertThat(error.text()).startsWith("badmsg: type at byte 8"));

            client.sendHex("010000000a0000004d00"); // asynchronously, the client waits for no answer
            assertThat(client.request(Atom.ofLong(7))).isEqualTo(Atom.ofLong(7));
        }
    }

    @ParameterizedTest
    @CsvSource({"0201000009000000", "0103000009000000", "0101000008000000", "0101000001001000", "01010000ffffffff"})
    void badHeaderClosesTheConnection(String header) throws Exception {
        try (RawClient client = RawClient.open(port)) {
            client.sendHex(header);

            assertThat(client.readToEnd()).isZero();
        }
    }

    @Test
    void answersComeInTheOrderOfTheRequestsThoughTheFirstTakesTime() throws Exception {
        try (RawClient client = RawClient.open(port)) {
            client.send(MessageKind.SYNC, ByteVector.chars("later"));
            client.send(MessageKind.SYNC, Atom.ofLong(2));

            assertThat(client.value()).isEqualTo(Atom.ofLong(1));
            assertThat(client.value()).isEqualTo(Atom.ofLong(2));
        }
    }

    @Test
    void asyncMessageIsNotAnswered() throws Exception {
        try (RawClient client = RawClient.open(port)) {
            client.send(MessageKind.ASYNC, new LongVector(QType.LONG, 1, 2, 3));
            client.send(MessageKind.RESPONSE, Atom.ofLong(8));

            assertThat(client.request(Atom.ofLong(7))).isEqualTo(Atom.ofLong(7));
            assertThat(nextSeen()).isEqualTo("got 3 long");
        }
    }

    @Test
    void peerThatDoesNotReadIsCutOff() throws Exception {
        try (RawClient client = RawClient.open(port)) {
            client.send(MessageKind.SYNC, ByteVector.chars("flood"));

            assertThat(nextSeen()).isEqualTo("closed 1");
            assertThat(client.readToEnd()).isLessThan(100_000 * 8014L);
        }
    }

    @Test
    void closedConnectionIsTold() throws Exception {
        RawClient client = RawClient.open(port);
        client.close();

        assertThat(nextSeen()).isEqualTo("closed 1");
    }

    @Test
    void connectionsPastTheLimitAreRefused() throws Exception {
        try (RawClient first = RawClient.open(port);
                RawClient second = RawClient.open(port);
                RawClient third = RawClient.open(port);
                RawClient fourth = RawClient.connect(port)) {
            assertThat(fourth.read()).isEqualTo(-1);
            for (RawClient client : new RawClient[] {first, second, third}) {
                assertThat(client.request(Atom.ofLong(7))).isEqualTo(Atom.ofLong(7));
            }
        }
    }

    @Test
    void peerWhoseMachineHasGoneIsFoundOutByTcp() {
        assertThat(QServer.options().isTcpKeepAlive()).isTrue();
    }

    /** Looks at the timer that the system shows for the server's end of a connection, once the answer is acknowledged. */
    @Test
    void silentPeerIsAskedWithinHalfAMinuteWhetherItIsThere() throws Exception {
        assumeThat(Path.of("/proc/net/tcp6")).exists();
        try (RawClient client = RawClient.open(port)) {
            assertThat(client.request(Atom.ofLong(7))).isEqualTo(Atom.ofLong(7));
            Pattern keepAlive = Pattern.compile(String.format(": \\w+:%04X \\w+:\\w+ 01 \\S+ 02:(?<time>\\w+) ", port));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            Optional<String> due = Optional.empty();
            while (due.isEmpty()) {
                assertThat(System.nanoTime()).as("in time").isLessThan(end);
                due = sockets()
                        .map(keepAlive::matcher)
                        .filter(Matcher::find)
                        .map(found -> found.group("time"))
                        .findFirst();
            }
            assertThat(Long.parseLong(due.get(), 16))
                    .as("hundredths of a second")
                    .isLessThanOrEqualTo(3000);
        }
    }

    private static Stream<String> sockets() throws IOException {
        List<String> all = new ArrayList<>(Files.readAllLines(Path.of("/proc/net/tcp")));
        all.addAll(Files.readAllLines(Path.of("/proc/net/tcp6")));
        return all.stream();
    }

    @Test
    void portInUseIsSaidWithTheAddress() {
        QServer second = new QServer(vertx, handler, Users.anyone(), LIMITS);

        assertThatThrownBy(() -> second.listen("127.0.0.1", port).await())
                .hasMessage("cannot listen on 127.0.0.1:" + port + ": address already in use");
    }

    @Test
    void longMessageIsPackedForAPeerThatIsNotHere() {
        EncodedMessage message = EncodedMessage.of(MessageKind.RESPONSE, new LongVector(QType.LONG, new long[1000]));

        assertThat(message.plain().length()).isEqualTo(8014);
        assertThat(message.packed().length()).isLessThan(4007);
        assertThat(message.packed().getByte(2)).isEqualTo((byte) 1);
        assertThat(EncodedMessage.of(MessageKind.RESPONSE, Atom.ofLong(1))
                        .packed()
                        .length())
                .isEqualTo(17);
    }
}
