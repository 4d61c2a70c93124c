package io.tickbus.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of a file. A password takes a processor for a tenth of a second to check, by intent; so that happens on a few
 * threads of its own, and what may wait for them is bounded.
 */
final class FileUsers implements Users {
    /** Passwords checked at the same time. */
    static final int CHECKS_AT_ONCE_MAX = 2;
    /** Passwords that are being checked or wait for it; what comes beyond is refused at once. */
    static final int CHECKS_PENDING_MAX = 128;

    private static final Logger LOG = LoggerFactory.getLogger(FileUsers.class);

    private final Path path;
    private final WorkerExecutor executor;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong checks = new AtomicLong();
    private UserFile users;
    private @Nullable Stamp stamp;

    /** What is another when the file is another. */
    private record Stamp(
            FileTime modified, long bytes, @Nullable Object key) {
        static @Nullable Stamp of(Path path) {
            try {
                var file = Files.readAttributes(path, BasicFileAttributes.class);
                return new Stamp(file.lastModifiedTime(), file.size(), file.fileKey());
            } catch (IOException gone) {
                return null;
            }
        }
    }

    private FileUsers(Vertx vertx, Path path, @Nullable Stamp stamp, UserFile users) {
        this.path = path;
        this.stamp = stamp;
        this.users = users;
        this.executor = vertx.createSharedWorkerExecutor("tickbus-passwords", CHECKS_AT_ONCE_MAX);
    }

    /** Blocks. */
    static FileUsers read(Vertx vertx, Path path) throws IOException {
        Stamp stamp = Stamp.of(path); // before the file: a change in between is then seen as one
        return new FileUsers(vertx, path, stamp, UserFile.read(path));
    }

    @Override
    public Future<Set<Right>> admit(String user, String password, BooleanSupplier wanted) {
        if (pending.incrementAndGet() > CHECKS_PENDING_MAX) {
            pending.decrementAndGet();
            return Future.failedFuture(
                    new RefusedException(Refusal.LOGINS, CHECKS_PENDING_MAX + " logins are waiting already"));
        }
        return executor.executeBlocking(() -> check(user, password, wanted), false)
                .onComplete(done -> pending.decrementAndGet());
    }

    private Set<Right> check(String user, String password, BooleanSupplier wanted) throws RefusedException {
        if (!wanted.getAsBoolean()) {
            throw new RefusedException(Refusal.HANDSHAKE_TIMEOUT, "it has gone");
        }
        UserFile current = current();
        UserFile.Account account = current.account(user);
        // an unknown user's password is checked too, since the time would tell
        checks.incrementAndGet();
        boolean right = PasswordHash.matches(account == null ? current.decoy() : account.hash(), password);
        if (account == null || !right) {
            throw Users.wrong(user);
        }
        return account.rights();
    }

    /** Passwords that were checked so far, of users and of strangers. */
    long checks() {
        return checks.get();
    }

    /** A file that went wrong is told once, and the users of before stay. */
    private synchronized UserFile current() {
        Stamp now = Stamp.of(path);
        if (now == null ? stamp != null : !now.equals(stamp)) {
            stamp = now;
            try {
                users = UserFile.read(path);
                LOG.atInfo()
                        .addKeyValue("file", path)
                        .addKeyValue("users", users.size())
                        .log("users read again");
            } catch (IOException wrong) {
                LOG.atError()
                        .addKeyValue("file", path)
                        .addKeyValue("reason", wrong.getMessage())
                        .log("the users stay as they were before the file changed");
            }
        }
        return users;
    }
}
