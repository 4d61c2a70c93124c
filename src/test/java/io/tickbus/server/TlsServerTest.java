package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.TestKeys;
import io.tickbus.access.Users;
import io.tickbus.q.Atom;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyStoreOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose key store the JDK's own keytool makes. */
@Timeout(60)
class TlsServerTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path dir;

    @SuppressWarnings("NullAway.Init")
    private static Path store;

    @BeforeAll
    static void makeKeys() throws IOException, InterruptedException {
        store = TestKeys.make(dir.resolve("server.p12"), "localhost");
    }

    private static KeyStoreOptions keys(String password) {
        return new KeyStoreOptions().setType("PKCS12").setPath(store.toString()).setPassword(password);
    }

    private static RunningServer start(long handshakeTimeoutMs) throws Exception {
        ServerLimits limits = new ServerLimits(3, 1 << 20, 64 << 20, 64 << 20, 256 << 20, 0, 0, handshakeTimeoutMs);
        return new RunningServer(limits, RunningServer::echo, Users.anyone(), keys(TestKeys.PASSWORD), peer -> true);
    }

    private static RawClient connect(int port) throws Exception {
        return connect(port, TestKeys.trusting(store));
    }

    private static RawClient connect(int port, SSLContext context) throws Exception {
        return RawClient.over(context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port));
    }

    @Test
    void clientIsAnsweredEncrypted() throws Exception {
        try (var running = start(60_000);
                var client = connect(running.port()).letIn()) {
            Value value = new LongVector(QType.LONG, new long[100_000]);

            assertThat(client.request(value)).isEqualTo(value);
            running.awaitNothingBuffered();
        }
    }

    @Test
    void clientWithoutTlsIsRefusedInOneLine() throws Exception {
        try (Logged logged = new Logged(QServer.class);
                var running = start(60_000)) {
            for (int i = 0; i < 5; i++) {
                try (RawClient plain = RawClient.connect(running.port())) {
                    plain.send("nobody:secret\3\0");
                    plain.readToEnd(); // an alert
                }
            }
            try (RawClient client = connect(running.port()).letIn()) {
                assertThat(client.request(Atom.ofLong(7))).isEqualTo(Atom.ofLong(7));
            }
            assertThat(running.count(Refusal.TLS)).isEqualTo(5);
            assertThat(logged.lines())
                    .singleElement()
                    .asString()
                    .startsWith("refused client=127.0.0.1:")
                    .endsWith(" user= kind=TLS reason=TLS: not TLS");
        }
    }

    @Test
    void halfTlsHandshakesAreCountedAndClosedInTime() throws Exception {
        try (var running = start(100)) {
            for (int i = 0; i < 2; i++) {
                try (RawClient half = RawClient.connect(running.port())) {
                    half.sendHex(i == 0 ? "" : "1603010200"); // the head of a client hello
                    half.readToEnd();
                }
            }
            assertThat(running.count(Refusal.HANDSHAKE_TIMEOUT)).isEqualTo(2);
        }
        try (var running = start(60_000);
                var first = RawClient.connect(running.port());
                var second = RawClient.connect(running.port());
                var third = RawClient.connect(running.port());
                var fourth = RawClient.connect(running.port())) {
            assertThat(fourth.readToEnd()).isZero();
            assertThat(running.count(Refusal.CONNECTIONS)).isEqualTo(1);
            assertThat(first).isNotEqualTo(second).isNotEqualTo(third);
        }
    }

    /** Reading a store and signing take milliseconds, in which all other connections would wait. */
    @Test
    void keysAreReadAndUsedOffTheEventLoop() throws Exception {
        var watched = new WatchedKeys(keys(TestKeys.PASSWORD));
        try (var running = new RunningServer(
                        new ServerLimits(3, 1 << 20, 1 << 20),
                        RunningServer::echo,
                        Users.anyone(),
                        watched,
                        peer -> true);
                var client = connect(running.port()).letIn()) {
            assertThat(client.request(Atom.ofLong(7))).isEqualTo(Atom.ofLong(7));
        }
        assertThat(watched.uses)
                .contains("opened", "signs")
                .doesNotContain("opened on the event loop", "signs on the event loop");
    }

    @Test
    void keyStoreThatDoesNotOpenIsTold() {
        Vertx vertx = Vertx.vertx();
        QServer server = new QServer(
                vertx,
                (caller, request) -> RunningServer.echo(caller, request),
                Users.anyone(),
                new ServerLimits(1, 1024, 1024),
                keys("wrong"));

        assertThatThrownBy(() -> server.listen("127.0.0.1", 0).await())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("TLS: ");
        vertx.close().await();
    }

    @Test
    void changedKeysAreReadAgain() throws Exception {
        Path changing = TestKeys.make(dir.resolve("changing.p12"), "localhost");
        SSLContext before = TestKeys.trusting(changing);
        KeyStoreOptions keys = keys(TestKeys.PASSWORD).setPath(changing.toString());
        ServerLimits limits = new ServerLimits(3, 1 << 20, 64 << 20);
        try (var running = new RunningServer(limits, RunningServer::echo, Users.anyone(), keys, peer -> true)) {
            connect(running.port(), before).letIn().close();
            TestKeys.make(changing, "localhost");
            SSLContext after = TestKeys.trusting(changing);
            while (!isTrusted(running.port(), after)) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            assertThat(isTrusted(running.port(), before)).isFalse();
        }
    }

    private static boolean isTrusted(int port, SSLContext context) throws Exception {
        try (RawClient client = connect(port, context)) {
            client.letIn();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
