package io.tickbus.cli.q;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.ServerAddress;
import io.tickbus.config.Secret;
import io.tickbus.q.Value;
import java.io.PrintWriter;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to q for many queries. {@link QShell} sends the user's queries. {@link QNames} sends its own requests on
 * the same connection. If the connection is lost, {@link #ensureOpen} tries once to connect again. One thread sends all
 * queries. {@link #cut} is thread-safe.
 */
final class QSession implements AutoCloseable {
    private final ServerAddress address;
    private final String user;
    private final @Nullable Secret password;
    private final boolean tls;
    private final int connectTimeoutMs;
    private final long answerTimeoutMs;
    private volatile QHandle handle;

    /**
     * Opens the connection.
     *
     * @param connectTimeoutMs time limit for each step of connecting, in ms
     * @param answerTimeoutMs time limit for each answer, in ms; 0 for no limit
     * @throws CommandFailure if q cannot be reached or refuses the login
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
     * Tries once to connect again if the connection is lost.
     *
     * @param err receives a line with the reason of the loss
     * @throws CommandFailure if q cannot be reached
     */
    void ensureOpen(PrintWriter err) throws CommandFailure {
        String lost = handle.lost();
        if (lost != null) {
            err.println("tickbus: " + address + ": " + lost + "; connecting again");
            handle = connect();
        }
    }

    /**
     * Sends a query and waits for its answer.
     *
     * @return the answer; an {@link io.tickbus.q.ErrorValue} if q signalled an error
     * @throws CommandFailure if no answer arrives; the connection is then closed, and it is unknown whether q ran the
     *     query
     */
    Value request(String query) throws CommandFailure, InterruptedException {
        try {
            return handle.request(query, answerTimeoutMs);
        } catch (TimeoutException late) {
            handle.close(); // q still runs this query and would answer the next query late.
            throw new CommandFailure(ExitCode.FAILED, late.getMessage() + "; the connection was closed");
        }
    }

    /**
     * Sends a query that does not come from the user, such as a query for completion. This method does not reconnect.
     *
     * @throws TimeoutException if no answer arrives within {@code timeoutMs}; the connection remains open
     */
    Value requestAside(String query, long timeoutMs) throws CommandFailure, TimeoutException, InterruptedException {
        return handle.request(query, timeoutMs);
    }

    /** Returns the values that q has pushed since the previous call, or null if q has pushed none. */
    QHandle.@Nullable Pushed pollPushed() {
        return handle.pollPushed();
    }

    /** Closes the connection. A query that waits for its answer fails. {@link #ensureOpen} can connect again. */
    void cut() {
        handle.close();
    }

    @Override
    public void close() {
        cut();
    }
}
