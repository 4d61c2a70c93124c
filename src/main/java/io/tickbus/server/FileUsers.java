package io.tickbus.server;

import io.tickbus.library.OptionalLibrary;
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
 * The users of a {@link UserFile}. {@link PendingLogins} calls this class for each login. If the file has changed, the
 * class reads it again. A password check takes about 0.1 s of processor time by design. Checks therefore run on a small
 * thread pool. Thread-safe.
 */
final class FileUsers implements Users {
    /** Limit of passwords that are checked at the same time. The limit keeps processors free for other work. */
    static final int CHECKS_AT_ONCE_MAX = 2;

    private static final Logger LOG = LoggerFactory.getLogger(FileUsers.class);

    private final Path path;
    private final WorkerExecutor executor;
    private final AtomicLong rounds = new AtomicLong();
    private UserFile users;
    private @Nullable Stamp stamp;

    /** Attributes of the user file. A difference shows that the file has changed. */
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

    /**
     * Reads the file. Blocks the calling thread.
     *
     * @throws IllegalStateException if the library that checks passwords is not on the class path
     */
    static FileUsers read(Vertx vertx, Path path) throws IOException {
        OptionalLibrary.require("a file of users", OptionalLibrary.BCRYPT);
        // The stamp is read before the contents. If the file changes between the two reads, the next login reads the
        // file again.
        Stamp stamp = Stamp.of(path);
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

    /**
     * Makes each failed login as slow as a check of the file's most expensive hash. The response time therefore does
     * not show whether the user exists.
     */
    private void spendTheRest(UserFile.@Nullable Account account, int costMax, String password) {
        if (account == null) {
            matches(PasswordHash.decoy(costMax), password);
            return;
        }
        // Each cost takes twice as long as the cost below it. The checks of all costs therefore add up to one check of
        // the highest cost.
        for (int cost = PasswordHash.cost(account.hash()); cost < costMax; cost++) {
            matches(PasswordHash.decoy(cost), password);
        }
    }

    private boolean matches(String hash, String password) {
        rounds.addAndGet(1L << PasswordHash.cost(hash));
        return PasswordHash.matches(hash, password);
    }

    /** Returns the work of all checks so far, in bcrypt rounds. */
    long rounds() {
        return rounds.get();
    }

    /**
     * Returns the users of the current file. If a changed file has errors, the errors are logged once and the previous
     * users stay.
     */
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
