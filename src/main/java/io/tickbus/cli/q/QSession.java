package io.tickbus.cli.q;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.ServerAddress;
import io.tickbus.config.Secret;
import io.tickbus.q.Value;
import java.io.PrintWriter;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A q to be asked again and again: connected to anew, once a query, when the connection was lost. */
final class QSession implements AutoCloseable {
    private final ServerAddress address;
    private final String user;
    private final @Nullable Secret password;
    private final boolean tls;
    private final int connectTimeoutMs;
    private final long answerTimeoutMs;
    private volatile QHandle handle;

    /**
     * Connects.
     *
     * @param answerTimeoutMs 0 for no limit
     */
    QSession(
            ServerAddress address,
            String user,
            @Nullable Secret password,
            boolean tls,
            int connectTimeoutMs,
            long answerTimeoutMs)
            throws CommandFailure {
        this.address = address;
        this.user = user;
        this.password = password;
        this.tls = tls;
        this.connectTimeoutMs = connectTimeoutMs;
        this.answerTimeoutMs = answerTimeoutMs;
        this.handle = connect();
    }

    private QHandle connect() throws CommandFailure {
        return new QHandle(address, user, password, tls, connectTimeoutMs).start();
    }

    /**
     * Connects again, once, if the connection has been lost.
     *
     * @param err told that it was
     * @throws CommandFailure when there is none to be had
     */
    void ensureOpen(PrintWriter err) throws CommandFailure {
        String lost = handle.lost();
        if (lost != null) {
            err.println("tickbus: " + address + ": " + lost + "; connecting again");
            handle = connect();
        }
    }

    /**
     * Asks q.
     *
     * @return an {@link io.tickbus.q.ErrorValue} for what q signalled
     * @throws CommandFailure when there is no answer; nobody knows then whether q did what it was asked
     */
    Value request(String query) throws CommandFailure, InterruptedException {
        try {
            return handle.request(query, answerTimeoutMs);
        } catch (TimeoutException late) {
            handle.close(); // q is still at it, and would let what comes next wait
            throw new CommandFailure(ExitCode.FAILED, late.getMessage() + "; the connection was closed");
        }
    }

    /** Asks on the side, of the connection that there is. */
    Value requestAside(String query, long timeoutMs) throws CommandFailure, TimeoutException, InterruptedException {
        return handle.request(query, timeoutMs);
    }

    /** What q pushed since this was last asked for, null for nothing. */
    QHandle.@Nullable Pushed pollPushed() {
        return handle.pollPushed();
    }

    /** Closes the connection, which ends the wait for an answer; for any thread. The next query connects again. */
    void cut() {
        handle.close();
    }

    @Override
    public void close() {
        cut();
    }
}
