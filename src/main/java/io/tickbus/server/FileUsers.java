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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of a file. A password takes a processor for a tenth of a second to check, by intent; so that happens on a few
 * threads of its own. How many may wait for them is for {@link Logins} to say.
 */
final class FileUsers implements Users {
    /** Passwords checked at the same time. */
    static final int CHECKS_AT_ONCE_MAX = 2;

    private static final Logger LOG = LoggerFactory.getLogger(FileUsers.class);

    private final Path path;
    private final WorkerExecutor executor;
    private final AtomicLong rounds = new AtomicLong();
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
    public Future<Set<Permission>> admit(String user, String password, BooleanSupplier wanted) {
        return executor.executeBlocking(() -> check(user, password, wanted), false);
    }

    private Set<Permission> check(String user, String password, BooleanSupplier wanted) throws RefusedException {
        if (!wanted.getAsBoolean()) {
            throw new RefusedException(Refusal.HANDSHAKE_TIMEOUT, "it has gone");
        }
        UserFile current = current();
        UserFile.Account account = current.account(user);
        if (account != null && matches(account.hash(), password)) {
            return account.permissions();
        }
        spendTheRest(account, current.costMax(), password);
        throw Users.wrong(user);
    }

    /** The time of a wrong login tells nothing of the user: it is what the dearest hash of the file takes, whoever it was. */
    private void spendTheRest(UserFile.@Nullable Account account, int costMax, String password) {
        if (account == null) {
            matches(PasswordHash.decoy(costMax), password);
            return;
        }
        // each cost takes twice as long as the one before: with the one that was checked these come to the dearest
        for (int cost = PasswordHash.cost(account.hash()); cost < costMax; cost++) {
            matches(PasswordHash.decoy(cost), password);
        }
    }

    private boolean matches(String hash, String password) {
        rounds.addAndGet(1L << PasswordHash.cost(hash));
        return PasswordHash.matches(hash, password);
    }

    /** What checking passwords has cost so far, in rounds of bcrypt. */
    long rounds() {
        return rounds.get();
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
