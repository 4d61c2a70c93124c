package io.tickbus.access;

import io.tickbus.library.OptionalLibrary;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of a {@link UserFile}. {@link LoginThrottle} calls this class for each login. If the file has changed, the
 * class reads it again. A password check takes about 0.1 s of processor time by design. Checks therefore run on a small
 * thread pool. Thread-safe.
 */
final class FileUsers implements Users {
    /** Limit of passwords that are checked at the same time. The limit keeps processors free for other work. */
    static final int CHECKS_AT_ONCE_MAX = 2;

    private static final Logger LOG = LoggerFactory.getLogger(FileUsers.class);

    private final Path path;
    private final Clock clock;
    private final WorkerExecutor executor;
    /** Checks tokens. A token check is fast, and must not wait behind passwords that a client guesses. */
    private final WorkerExecutor tokenExecutor;

    private final AtomicLong rounds = new AtomicLong();
    private volatile UserFile users;
    private @Nullable FileStamp stamp;

    private FileUsers(Vertx vertx, Path path, Clock clock, @Nullable FileStamp stamp, UserFile users) {
        this.path = path;
        this.clock = clock;
        this.stamp = stamp;
        this.users = users;
        this.executor = vertx.createSharedWorkerExecutor("tickbus-passwords", CHECKS_AT_ONCE_MAX);
        this.tokenExecutor = vertx.createSharedWorkerExecutor("tickbus-tokens", 1);
    }

    /**
     * Reads the file. Blocks the calling thread.
     *
     * @throws IllegalStateException if the library that checks passwords is not on the class path
     */
    static FileUsers read(Vertx vertx, Path path) throws IOException {
        return read(vertx, path, Clock.systemUTC());
    }

    /** @param clock tells whether a token has expired */
    static FileUsers read(Vertx vertx, Path path, Clock clock) throws IOException {
        OptionalLibrary.require("a file of users", OptionalLibrary.BCRYPT);
        // The stamp is read before the contents. If the file changes between the two reads, the next login reads the
        // file again.
        FileStamp stamp = FileStamp.of(path);
        return new FileUsers(vertx, path, clock, stamp, UserFile.read(path));
    }

    @Override
    public Future<Rights> admit(String user, String password, BooleanSupplier wanted) {
        return executor.executeBlocking(() -> check(user, password, wanted), false);
    }

    @Override
    public Future<User> admitToken(String token) {
        return tokenExecutor.executeBlocking(() -> check(token), false);
    }

    @Override
    public Future<Void> refresh() {
        return executor.executeBlocking(
                () -> {
                    current();
                    return null;
                },
                false);
    }

    @Override
    public @Nullable Object version(String user) {
        return users.account(user);
    }

    private User check(String token) throws LoginException {
        UserFile current = current();
        String name = current.nameOfToken(token);
        UserFile.Account account = name == null ? null : current.account(name);
        if (name == null || account == null || account.token() == null) {
            throw new LoginException(LoginException.Kind.CREDENTIALS, "unknown token");
        }
        return new User(name, unexpired(name, account.token(), account.rights()));
    }

    /** Returns the rights if the token has not expired. */
    private Rights unexpired(String user, TokenHash token, Rights rights) throws LoginException {
        if (LocalDate.now(clock).isAfter(token.lastDay())) {
            throw new LoginException(
                    LoginException.Kind.CREDENTIALS,
                    "the token of user \"" + user + "\" expired after " + token.lastDay());
        }
        return rights;
    }

    private Rights check(String user, String password, BooleanSupplier wanted) throws LoginException {
        if (!wanted.getAsBoolean()) {
            throw new LoginException(LoginException.Kind.GONE, "the client has disconnected");
        }
        UserFile current = current();
        UserFile.Account account = current.account(user);
        if (account != null && account.token() != null && account.token().matches(password)) {
            return unexpired(user, account.token(), account.rights());
        }
        if (account != null && account.token() == null && matches(account.hash(), password)) {
            return account.rights();
        }
        spendTheRest(account, current.costMax(), password);
        throw Users.wrong(user);
    }

    /**
     * Makes each failed login as slow as a check of the file's most expensive hash. The response time therefore does
     * not show whether the user exists.
     */
    private void spendTheRest(UserFile.@Nullable Account account, int costMax, String password) {
        if (account == null || account.token() != null) {
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
        FileStamp now = FileStamp.of(path);
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
