package io.tickbus.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.tickbus.server.Logged;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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

    private Rights admit(String user, String password) throws Exception {
        return users.admit(user, password, () -> true).await(20, TimeUnit.SECONDS);
    }

    private static Clock clock(AtomicReference<Instant> now) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Objects.requireNonNull(now.get());
            }
        };
    }

    private void assertRefused(String user, String password, LoginException.Kind kind) {
        assertThatThrownBy(() -> admit(user, password))
                .isInstanceOfSatisfying(
                        LoginException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(kind));
    }

    @Test
    void userIsLetInWithItsRightsOnly() throws Exception {
        assertThat(admit("joe", "sesame")).isEqualTo(Rights.of(Permission.READ));
        assertRefused("joe", "simsim", LoginException.Kind.CREDENTIALS);
        assertRefused("joe", "", LoginException.Kind.CREDENTIALS);
    }

    @Test
    void wrongLoginCostsWhatTheDearestHashCostsWhoeverItWas() throws Exception {
        String dear = BCrypt.withDefaults().hashToString(7, "simsim".toCharArray());
        replace("joe:" + HASH + ":read\nann:" + dear + ":read\n");

        for (String user : new String[] {"nobody", "joe", "ann"}) {
            long before = users.rounds();
            assertRefused(user, "wrong", LoginException.Kind.CREDENTIALS);
            assertThat(users.rounds() - before).as(user).isEqualTo(1 << 7);
        }
        assertThat(admit("joe", "sesame")).isEqualTo(Rights.of(Permission.READ));
        assertThat(admit("ann", "simsim")).isEqualTo(Rights.of(Permission.READ));
        assertRefused("joe", "simsim", LoginException.Kind.CREDENTIALS);
    }

    @Test
    void changedFileCountsFromTheNextLoginAndAWrongOneDoesNot() throws Exception {
        replace("ann:" + HASH + ":append\n");
        assertThat(admit("ann", "sesame")).isEqualTo(Rights.of(Permission.APPEND));
        assertRefused("joe", "sesame", LoginException.Kind.CREDENTIALS);

        try (Logged logged = new Logged(FileUsers.class)) {
            replace("ann:" + HASH + ":everything\n");
            assertThat(admit("ann", "sesame")).isEqualTo(Rights.of(Permission.APPEND));
            assertThat(admit("ann", "sesame")).isEqualTo(Rights.of(Permission.APPEND));
            assertThat(logged.lines())
                    .containsExactly("the users stay as they were before the file changed file=" + file + " reason="
                            + file + ":1: \"everything\" is no right; expected read, append, admin");
        }
        Files.delete(file);
        assertThat(admit("ann", "sesame")).isEqualTo(Rights.of(Permission.APPEND));
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
        List<Future<Rights>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            boolean wanted = i == 0; // the other clients disconnect while they wait
            waiting.add(users.admit("joe", "sesame", () -> wanted));
        }
        assertThat(waiting).noneMatch(Future::isComplete);

        let.countDown();
        assertThat(waiting.get(0).await()).isEqualTo(Rights.of(Permission.READ));
        Future.join(waiting.subList(1, waiting.size())).otherwiseEmpty().await();
        assertThat(users.rounds()).as("nobody else was checked").isEqualTo(1 << 4);
        assertThat(admit("joe", "sesame")).isEqualTo(Rights.of(Permission.READ));
    }

    @Test
    void tokenIsAPasswordAndALoginWithoutAName() throws Exception {
        UserFile.Issued issued =
                UserFile.read(file).withToken("scraper", LocalDate.parse("2026-03-31"), Rights.parse("read=trade"));
        replace(new String(issued.file().bytes(), StandardCharsets.UTF_8));
        assertThat(Files.readString(file)).doesNotContain(issued.token());
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-31T23:59:59Z"));
        users = FileUsers.read(vertx, file, clock(now));

        assertThat(admit("scraper", issued.token())).isEqualTo(Rights.parse("read=trade"));
        assertThat(users.admitToken(issued.token()).await()).isEqualTo(new User("scraper", Rights.parse("read=trade")));
        assertRefused("joe", issued.token(), LoginException.Kind.CREDENTIALS);
        assertRefused("scraper", issued.token() + "x", LoginException.Kind.CREDENTIALS);
        assertThatThrownBy(() -> users.admitToken("tickbus_x").await()).hasMessage("unknown token");

        now.set(Instant.parse("2026-04-01T00:00:00Z"));
        assertThatThrownBy(() -> users.admitToken(issued.token()).await())
                .hasMessage("the token of user \"scraper\" expired after 2026-03-31");
        assertThatThrownBy(() -> admit("scraper", issued.token()))
                .hasMessage("the token of user \"scraper\" expired after 2026-03-31");
    }

    @Test
    void wrongFileIsToldAtTheStart() throws Exception {
        replace("joe\n");

        assertThatThrownBy(() -> Users.ofFile(vertx, file).await())
                .isInstanceOf(IOException.class)
                .hasMessage(file + ":1: 1 fields, expected name:hash:rights");
    }
}
