package io.tickbus.cli.q;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.ServerAddress;
import io.tickbus.config.Secret;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Connection;
import io.tickbus.q.wire.Header;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open connection to q that carries one request at a time. {@link QSession} and the commands that use a gateway open
 * connections. A daemon thread reads the connection at all times. q therefore never waits when it pushes values, and a
 * lost connection is noticed at once. One thread sends the requests. {@link #close} is thread-safe.
 *
 * <p>q answers in the order of the requests, so the n-th response belongs to the n-th request. If a request has timed
 * out, its late response is discarded.
 */
public final class QHandle implements AutoCloseable {
    private static final Value NO_CALLS = new ErrorValue("nyi: calls of a terminal");

    private final ServerAddress address;
    private final Connection connection;
    private long requests;
    private long responses;
    private @Nullable Value answer;
    private @Nullable String lost;
    private long pushed;
    private @Nullable Value lastPushed;
    private Consumer<Value> listener = pushed -> {};

    /**
     * Values that q has pushed, which means that q sent them without a request.
     *
     * @param messages number of values
     * @param last the value that was pushed last
     */
    public record Pushed(long messages, Value last) {}

    /**
     * Opens a connection and logs in. Blocks until q has accepted the login.
     *
     * @param timeoutMs time limit for each of three steps, in ms: connecting, the TLS handshake and q's handshake
     * @throws CommandFailure if a step fails; the message names the address and the reason
     */
    public QHandle(ServerAddress address, String user, @Nullable Secret password, boolean tls, int timeoutMs)
            throws CommandFailure {
        this.address = address;
        try {
            connection = new Connection(Header.MESSAGE_BYTES_MAX);
            String secret = password == null ? null : password.value();
            connection.open(address.host(), address.port(), user, secret, tls, timeoutMs);
        } catch (IOException error) {
            CommandFailure failed = new CommandFailure(ExitCode.FAILED, String.valueOf(error.getMessage()));
            failed.initCause(error);
            throw failed;
        }
    }

    /** Starts the reading thread. {@link #pollPushed} reports the values that q pushes. */
    public QHandle start() {
        return start(pushed -> {});
    }

    /**
     * Starts the reading thread.
     *
     * @param onPushed called on the reading thread with each value that q pushes; the thread reads nothing during the
     *     call
     */
    public QHandle start(Consumer<Value> onPushed) {
        listener = onPushed;
        Thread thread = new Thread(this::readAll, "q " + address);
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    /**
     * Sends a query and waits for its answer.
     *
     * @param timeoutMs time limit in ms; 0 for no limit
     * @return the answer; an {@link ErrorValue} if q signalled an error
     * @throws CommandFailure if the connection is lost or {@link #close} is called; it is then unknown whether q ran
     *     the query
     * @throws TimeoutException if no answer arrives in time; the connection remains usable
     */
    public Value request(String text, long timeoutMs) throws CommandFailure, TimeoutException, InterruptedException {
        return request(ByteVector.utf8(text), timeoutMs);
    }

    /** Like {@link #request(String, long)}, but the request can be any value, such as a function call. */
    public Value request(Value request, long timeoutMs) throws CommandFailure, TimeoutException, InterruptedException {
        long number;
        synchronized (this) {
            requireOpen();
            number = ++requests;
        }
        try {
            connection.send(MessageKind.SYNC, request);
        } catch (IOException error) {
            markLost(String.valueOf(error.getMessage()));
        }
        return await(number, timeoutMs);
    }

    private synchronized Value await(long number, long timeoutMs)
            throws CommandFailure, TimeoutException, InterruptedException {
        long start = System.nanoTime();
        while (responses < number) {
            requireOpen();
            long leftMs = timeoutMs == 0 ? 0 : timeoutMs - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            if (leftMs < 0 || (leftMs == 0 && timeoutMs > 0)) {
                throw new TimeoutException(address + ": no answer within " + timeoutMs + " ms");
            }
            wait(leftMs);
        }
        Value value = answer;
        answer = null;
        if (value == null) {
            throw new IllegalStateException("two requests at a time");
        }
        return value;
    }

    private void requireOpen() throws CommandFailure {
        if (lost != null) {
            throw new CommandFailure(ExitCode.FAILED, address + ": " + lost);
        }
    }

    /** Returns the reason why the connection is lost, or null while the connection is open. */
    public synchronized @Nullable String lost() {
        return lost;
    }

    /** Waits until the connection is lost or closed, and returns the reason. */
    public synchronized String awaitLost() throws InterruptedException {
        while (lost == null) {
            wait();
        }
        return lost;
    }

    /** Returns the values that q has pushed since the previous call, or null if q has pushed none. */
    public synchronized @Nullable Pushed pollPushed() {
        Value last = lastPushed;
        Pushed all = last == null ? null : new Pushed(pushed, last);
        pushed = 0;
        lastPushed = null;
        return all;
    }

    private void readAll() {
        try {
            while (connection.read() >= 0) {
                while (connection.frames().hasMessage()) {
                    read();
                }
            }
            markLost("q closed the connection");
        } catch (QFormatException noHeader) {
            markLost("its bytes are not q IPC; is it a q process? " + noHeader.getMessage());
        } catch (IOException error) {
            markLost("the connection was lost: " + error.getMessage());
        } finally {
            connection.close();
        }
    }

    private void read() throws IOException {
        MessageKind kind = connection.frames().kind();
        Value value;
        try {
            Message message = connection.frames().poll();
            value = message.value();
        } catch (QFormatException malformed) {
            // For a table with wrong columns, the error message omits the byte position, which would not help.
            boolean isTable = malformed.kind() == QFormatException.Kind.TABLE;
            value = new ErrorValue(
                    "tickbus: this answer cannot be read: " + (isTable ? malformed.reason() : malformed.getMessage()));
        }
        if (kind == MessageKind.SYNC) {
            connection.send(MessageKind.RESPONSE, NO_CALLS); // Without an answer, q would wait forever.
        }
        deliver(kind, value);
        if (kind != MessageKind.RESPONSE) {
            listener.accept(value);
        }
    }

    private synchronized void deliver(MessageKind kind, Value value) {
        if (kind != MessageKind.RESPONSE) {
            pushed++;
            lastPushed = value;
        } else if (responses < requests) {
            responses++;
            answer = responses == requests ? value : null;
            notifyAll();
        }
    }

    private synchronized void markLost(String reason) {
        if (lost == null) {
            lost = reason;
        }
        notifyAll();
    }

    /** Closes the connection. A request that waits for its answer fails. */
    @Override
    public void close() {
        markLost("the connection was closed");
        connection.close();
    }
}
