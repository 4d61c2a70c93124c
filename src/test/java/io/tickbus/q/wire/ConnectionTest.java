package io.tickbus.q.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.QType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client's side of a connection, with a scripted q. */
class ConnectionTest {
    private static final int PATIENCE_MS = 20_000;

    @SuppressWarnings("NullAway.Init")
    private FakeQ q;

    @SuppressWarnings("NullAway.Init")
    private Connection connection;

    @BeforeEach
    void listen() throws IOException {
        q = new FakeQ();
        connection = new Connection(1 << 20);
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        q.close();
    }

    @Test
    void credentialsAndCapabilityAreSentAsTheProtocolSays() throws Exception {
        var opened = open("ann", "pass:word", PATIENCE_MS);
        FakeQ.Peer peer = q.accept();

        assertThat(FakeQ.text(peer.readHandshake())).isEqualTo("ann:pass:word 3");
        peer.write(new byte[] {3});
        opened.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    @Test
    void withoutAPasswordThereIsNoColon() throws Exception {
        var opened = open("", null, PATIENCE_MS);

        assertThat(FakeQ.text(q.accept().readHandshake())).isEqualTo(" 3");
        assertThat(opened).isNotDone();
    }

    @Test
    void closingInTheHandshakeReadsAsAccessDenied() throws Exception {
        var opened = open("ann", "wrong", PATIENCE_MS);
        FakeQ.Peer peer = q.accept();
        peer.readHandshake();
        peer.close();

        assertThatThrownBy(() -> opened.get(PATIENCE_MS, TimeUnit.MILLISECONDS))
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessage("127.0.0.1:" + q.port()
                        + ": access denied, or the connection was lost: q closed it during the handshake");
    }

    @Test
    void peerThatNeverAnswersIsGivenUpInTime() throws Exception {
        assertThatThrownBy(() -> connection.open("127.0.0.1", q.port(), "", null, false, 50))
                .isInstanceOf(IOException.class)
                .hasMessage("127.0.0.1:" + q.port() + ": no answer within 50 ms");
    }

    @Test
    void refusedConnectionNamesTheAddress() throws Exception {
        int port = q.port();
        q.close();

        assertThatThrownBy(() -> connection.open("127.0.0.1", port, "", null, false, PATIENCE_MS))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("127.0.0.1:" + port + ": ")
                .hasMessageContaining("refused");
    }

    @Test
    void unknownHostIsNamed() {
        assertThatThrownBy(() -> connection.open("no-such-host.invalid", 5010, "", null, false, PATIENCE_MS))
                .isInstanceOf(IOException.class)
                .hasMessage("no-such-host.invalid:5010: unknown host");
    }

    @Test
    void unreachablePeerIsGivenUpByKeepAlive() throws Exception {
        assertThat(keepAlive(Connection.UNREACHABLE_MS_MAX)).containsExactly(10, 2, 5);
        assertThat(keepAlive(KeepAlive.UNREACHABLE_MS_MIN)).containsExactly(1, 1, 1);
        assertThat(keepAlive(3_600_000)).containsExactly(1800, 360, 5);
        assertThat(keepAlive(0)).as("the system's own").doesNotContain(360);
    }

    /** Returns the seconds before the first question, those between two, and the number of them, as the system has them. */
    private List<Integer> keepAlive(int unreachableMsMax) throws Exception {
        try (SocketChannel channel = SocketChannel.open();
                Connection watched = new Connection(1 << 20, channel)) {
            assumeThat(channel.supportedOptions()).contains(ExtendedSocketOptions.TCP_KEEPIDLE);
            watched.giveUpUnreachable(unreachableMsMax);
            var opened = CompletableFuture.runAsync(() -> openTo(watched));
            FakeQ.Peer peer = q.accept();
            peer.readHandshake();
            peer.write(new byte[] {3});
            opened.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            assertThat(channel.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            return List.of(
                    channel.getOption(ExtendedSocketOptions.TCP_KEEPIDLE),
                    channel.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                    channel.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT));
        }
    }

    private void openTo(Connection watched) {
        try {
            watched.open("127.0.0.1", q.port(), "", null, false, PATIENCE_MS);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void writeThatThePeerDoesNotTakeEndsInTime() throws Exception {
        int timeoutMs = 500;
        var opened = CompletableFuture.runAsync(() -> {
            try {
                connection.open("127.0.0.1", q.port(), "", null, false, timeoutMs);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        FakeQ.Peer peer = q.accept(); // which reads nothing after the handshake
        peer.readHandshake();
        peer.write(new byte[] {3});
        opened.get(PATIENCE_MS, TimeUnit.MILLISECONDS);

        var sent = CompletableFuture.supplyAsync(() -> failureOfSending(64 << 20));
        assertThat(sent.get(PATIENCE_MS, TimeUnit.MILLISECONDS))
                .hasMessage("q took nothing of what it was sent for 500 ms");
    }

    private @Nullable IOException failureOfSending(int bytes) {
        try {
            connection.send(MessageKind.SYNC, new ByteVector(QType.BYTE, new byte[bytes]));
            return null;
        } catch (IOException failure) {
            return failure;
        }
    }

    @Test
    void messagesGoBothWays() throws Exception {
        FakeQ.Peer peer = opened();
        connection.send(MessageKind.SYNC, Atom.ofLong(7));
        assertThat(peer.read()).isEqualTo(new Message(MessageKind.SYNC, Atom.ofLong(7)));

        peer.reply(Atom.symbol("ok"));
        assertThat(connection.read()).isPositive();
        assertThat(connection.frames().hasMessage()).isTrue();
        assertThat(connection.frames().poll()).isEqualTo(new Message(MessageKind.RESPONSE, Atom.symbol("ok")));

        peer.halfClose();
        assertThat(connection.read()).isNegative();
    }

    @Test
    void readTimeoutLosesNothingOfAMessageThatCameInPart() throws Exception {
        FakeQ.Peer peer = opened();
        byte[] message = Encoder.message(MessageKind.ASYNC, Atom.ofLong(7));
        connection.readTimeout(50);
        peer.write(Arrays.copyOf(message, 5));
        assertThat(connection.read()).isPositive();
        assertThatThrownBy(connection::read).isInstanceOf(SocketTimeoutException.class);

        peer.write(Arrays.copyOfRange(message, 5, message.length));
        connection.readTimeout(PATIENCE_MS);
        while (!connection.frames().hasMessage()) {
            assertThat(connection.read()).isPositive();
        }
        assertThat(connection.frames().poll().value()).isEqualTo(Atom.ofLong(7));
    }

    @Test
    void limitOfTheHandshakeIsNotOneOfReading() throws Exception {
        var opened = open("", null, 200);
        q.greet();
        opened.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        var read = later(connection::read);

        assertThatThrownBy(() -> read.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void closeEndsAReadAtOnceAndMayBeCalledAgain() throws Exception {
        opened();
        var read = later(connection::read);
        connection.close();
        connection.close();

        assertThatThrownBy(() -> read.get(PATIENCE_MS, TimeUnit.MILLISECONDS))
                .cause()
                .isInstanceOf(IOException.class);
    }

    @Test
    void closeEndsAHandshakeAtOnce() throws Exception {
        var opened = open("", null, PATIENCE_MS * 10);
        q.accept().readHandshake();
        connection.close();

        assertThatThrownBy(() -> opened.get(PATIENCE_MS, TimeUnit.MILLISECONDS))
                .cause()
                .isInstanceOf(IOException.class);
    }

    @Test
    void closeEndsATlsHandshakeAtOnce() throws Exception {
        var opened = later(() -> {
            connection.open("127.0.0.1", q.port(), "", null, true, PATIENCE_MS * 10);
            return true;
        });
        q.accept();
        connection.close();

        assertThatThrownBy(() -> opened.get(PATIENCE_MS, TimeUnit.MILLISECONDS))
                .cause()
                .isInstanceOf(IOException.class);
    }

    @Test
    void closeEndsAnAttemptToConnectAtOnce() throws Exception {
        // A full backlog of one: Linux leaves further connections without an answer.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            var opened = later(() -> {
                connection.open("127.0.0.1", full.getLocalPort(), "", null, false, PATIENCE_MS * 10);
                return true;
            });
            connection.close();

            assertThatThrownBy(() -> opened.get(PATIENCE_MS, TimeUnit.MILLISECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void closedConnectionDoesNotOpen() {
        connection.close();

        assertThatThrownBy(() -> connection.open("127.0.0.1", q.port(), "", null, false, PATIENCE_MS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void whatIsNotOpenNeitherReadsNorSends() {
        assertThatThrownBy(connection::read).isInstanceOf(IOException.class).hasMessage("not open");
        assertThatThrownBy(() -> connection.send(MessageKind.ASYNC, Atom.ofLong(1)))
                .isInstanceOf(IOException.class)
                .hasMessage("not open");
    }

    private FakeQ.Peer opened() throws Exception {
        var opened = open("", null, PATIENCE_MS);
        FakeQ.Peer peer = q.greet();
        opened.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        return peer;
    }

    private CompletableFuture<Boolean> open(String user, @Nullable String password, int timeoutMs) {
        return later(() -> {
            connection.open("127.0.0.1", q.port(), user, password, false, timeoutMs);
            return true;
        });
    }

    private static <T> CompletableFuture<T> later(Callable<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(action.call());
                    } catch (Exception error) {
                        result.completeExceptionally(error);
                    }
                },
                "test-connection");
        thread.setDaemon(true);
        thread.start();
        return result;
    }
}
