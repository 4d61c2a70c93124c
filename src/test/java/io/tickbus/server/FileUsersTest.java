package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.tickbus.q.Atom;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileUsersTest {
    private static final String HASH = PasswordHashTest.SESAME;

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @SuppressWarnings("NullAway.Init")
    private FileUsers users;

    @BeforeEach
    void read() throws IOException {
        file = dir.resolve("users");
        replace("joe:" + HASH + ":read\n");
        users = FileUsers.read(vertx, file);
    }

    /** As an editor or the command does it: another file under the same name. */
    private void replace(String text) throws IOException {
        Path other = Files.writeString(dir.resolve("other"), text);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private Set<Permission> admit(String user, String password) throws Exception {
        return users.admit(user, password, () -> true).await(20, TimeUnit.SECONDS);
    }

    private void assertRefused(String user, String password, Refusal refusal) {
        assertThatThrownBy(() -> admit(user, password))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    @Test
    void userIsLetInWithItsRightsOnly() throws Exception {
        assertThat(admit("joe", "sesame")).containsExactly(Permission.READ);
        assertRefused("joe", "simsim", Refusal.PASSWORD);
        assertRefused("joe", "", Refusal.PASSWORD);
    }

    @Test
    void wrongLoginCostsWhatTheDearestHashCostsWhoeverItWas() throws Exception {
        String dear = BCrypt.withDefaults().hashToString(7, "simsim".toCharArray());
        replace("joe:" + HASH + ":read\nann:" + dear + ":read\n");

        for (String user : new String[] {"nobody", "joe", "ann"}) {
            long before = users.rounds();
            assertRefused(user, "wrong", Refusal.PASSWORD);
            assertThat(users.rounds() - before).as(user).isEqualTo(1 << 7);
        }
        assertThat(admit("joe", "sesame")).containsExactly(Permission.READ);
        assertThat(admit("ann", "simsim")).containsExactly(Permission.READ);
        assertRefused("joe", "simsim", Refusal.PASSWORD);
    }

    @Test
    void changedFileCountsFromTheNextLoginAndAWrongOneDoesNot() throws Exception {
        replace("ann:" + HASH + ":append\n");
        assertThat(admit("ann", "sesame")).containsExactly(Permission.APPEND);
        assertRefused("joe", "sesame", Refusal.PASSWORD);

        try (Logged logged = new Logged(FileUsers.class)) {
            replace("ann:" + HASH + ":everything\n");
            assertThat(admit("ann", "sesame")).containsExactly(Permission.APPEND);
            assertThat(admit("ann", "sesame")).containsExactly(Permission.APPEND);
            assertThat(logged.lines())
                    .containsExactly("the users stay as they were before the file changed file=" + file + " reason="
                            + file + ":1: \"everything\" is no right; expected read,append");
        }
        Files.delete(file);
        assertThat(admit("ann", "sesame")).containsExactly(Permission.APPEND);
    }

    @Test
    void loginsWaitOffTheLoopAndThoseThatHaveGoneCostNothing() throws Exception {
        var executor = vertx.createSharedWorkerExecutor("tickbus-passwords");
        CountDownLatch let = new CountDownLatch(1);
        for (int i = 0; i < FileUsers.CHECKS_AT_ONCE_MAX; i++) {
            executor.<Void>executeBlocking(
                    () -> {
                        let.await();
                        return null;
                    },
                    false);
        }
        List<Future<Set<Permission>>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            boolean wanted = i == 0; // the others go away while they wait
            waiting.add(users.admit("joe", "sesame", () -> wanted));
        }
        assertThat(waiting).noneMatch(Future::isComplete);

        let.countDown();
        assertThat(waiting.get(0).await()).containsExactly(Permission.READ);
        Future.join(waiting.subList(1, waiting.size())).otherwiseEmpty().await();
        assertThat(users.rounds()).as("nobody else was checked").isEqualTo(1 << 4);
        assertThat(admit("joe", "sesame")).containsExactly(Permission.READ);
    }

    @Test
    void rightsComeWithTheConnectionAndAWrongPasswordClosesWithoutAByte() throws Exception {
        ServerLimits limits = new ServerLimits(10, 1 << 20, 1 << 20);
        try (Logged logged = new Logged(QServer.class);
                var running = new RunningServer(
                        limits,
                        (caller, request) -> Future.succeededFuture(Atom.ofLong(
                                (caller.may(Permission.READ) ? 1 : 0) + (caller.may(Permission.APPEND) ? 2 : 0))),
                        users,
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
                    .endsWith("refused: wrong user or password, user \"jo?e\"");
        }
    }

    /** A check may end on a thread of its own, and the session belongs to the server's event loop. */
    @Test
    void requestThatCameWithTheHandshakeIsHandledOnTheEventLoop() throws Exception {
        Promise<Set<Permission>> checked = Promise.promise();
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
            checked.complete(Permission.ALL);
            assertThat(joe.read()).isEqualTo(3);
            assertThat(joe.value()).isEqualTo(Atom.ofLong(1));
        }
    }

    @Test
    void wrongFileIsToldAtTheStart() throws Exception {
        replace("joe\n");

        assertThatThrownBy(() -> Users.ofFile(vertx, file).await())
                .isInstanceOf(IOException.class)
                .hasMessage(file + ":1: 1 fields, expected name:hash:rights");
    }
}
