package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.access.Permission;
import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import io.tickbus.access.Users;
import io.tickbus.q.Atom;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logins at a server whose users are in a file, and at one whose users are slow. */
@Timeout(60)
class LoginTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private Users joe() throws Exception {
        Path file = dir.resolve("users");
        UserFile users = UserFile.readOrEmpty(file).with("joe", "sesame", Rights.of(Permission.READ));
        return Users.ofFile(vertx, Files.write(file, users.bytes())).await();
    }

    @Test
    void rightsComeWithTheConnectionAndAWrongPasswordClosesWithoutAByte() throws Exception {
        ServerLimits limits = new ServerLimits(10, 1 << 20, 1 << 20);
        try (Logged logged = new Logged(QServer.class);
                var running = new RunningServer(
                        limits,
                        (caller, request) -> Future.succeededFuture(
                                Atom.ofLong((caller.rights().may(Permission.READ) ? 1 : 0)
                                        + (caller.rights().may(Permission.APPEND) ? 2 : 0))),
                        joe(),
                        null,
                        peer -> true)) {
            try (var joe = RawClient.connect(running.port())) {
                joe.send("joe:sesame\3\0");
                assertThat(joe.read()).isEqualTo(3);
                assertThat(joe.request(Atom.ofLong(0))).isEqualTo(Atom.ofLong(1));
            }
            for (int i = 0; i < 3; i++) {
                try (var stranger = RawClient.connect(running.port())) {
                    stranger.send("jo\ne:simsim\3\0");
                    assertThat(stranger.readToEnd()).isZero();
                }
            }
            assertThat(running.count(Refusal.PASSWORD)).isEqualTo(3);
            assertThat(logged.lines())
                    .singleElement()
                    .asString()
                    .startsWith("refused client=127.0.0.1:")
                    .endsWith(" user=jo?e kind=PASSWORD reason=wrong user or password, user \"jo?e\"");
        }
    }

    /** A check may end on a thread of its own, and the session belongs to the server's event loop. */
    @Test
    void requestThatCameWithTheHandshakeIsHandledOnTheEventLoop() throws Exception {
        Promise<Rights> checked = Promise.promise();
        CountDownLatch asked = new CountDownLatch(1);
        Users slow = (user, password, wanted) -> {
            asked.countDown();
            return checked.future();
        };
        try (var running = new RunningServer(
                        new ServerLimits(10, 1 << 20, 1 << 20),
                        (caller, request) -> Future.succeededFuture(Atom.ofLong(Context.isOnEventLoopThread() ? 1 : 0)),
                        slow,
                        null,
                        peer -> true);
                var joe = RawClient.connect(running.port())) {
            byte[] request = new Message(MessageKind.SYNC, Atom.ofLong(0)).encode();
            joe.send("joe:sesame\3\0" + new String(request, StandardCharsets.ISO_8859_1));
            asked.await();
            CountDownLatch waits = new CountDownLatch(1);
            running.context().runOnContext(now -> waits.countDown());
            waits.await();
            checked.complete(Rights.ALL);
            assertThat(joe.read()).isEqualTo(3);
            assertThat(joe.value()).isEqualTo(Atom.ofLong(1));
        }
    }
}
