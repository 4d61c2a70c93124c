package io.tickbus.cli;

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
 * An open connection to q that is asked one thing at a time. A thread of its own reads it all the time, so that q never waits
 * with what it pushes, and a connection that is lost is known at once.
 *
 * <p>q answers in the order of the requests: the n-th response belongs to the n-th request, and one that came too late for whoever asked
 * is told by its number.
 */
final class QHandle implements AutoCloseable {
    private static final Value NO_CALLS = new ErrorValue("nyi: calls of a terminal");

    private final QAddress address;
    private final Connection connection;
    private long asked;
    private long answered;
    private @Nullable Value answer;
    private @Nullable String lost;
    private long pushed;
    private @Nullable Value lastPushed;
    private Consumer<Value> listener = pushed -> {};

    /** What q has sent without being asked. */
    record Pushed(long messages, Value last) {}

    /**
     * Connects.
     *
     * @param timeoutMs bounds each of connecting, the TLS handshake and q's own
     * @throws CommandFailure with the address and the reason
     */
    QHandle(QAddress address, String user, @Nullable Secret password, boolean tls, int timeoutMs)
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

    /** Begins to read. */
    QHandle start() {
        return start(pushed -> {});
    }

    /**
     * Begins to read.
     *
     * @param onPushed is called with each value that q sends without being asked, on the thread that reads. While it runs, nothing
     *     more is read
     */
    QHandle start(Consumer<Value> onPushed) {
        listener = onPushed;
        Thread thread = new Thread(this::readAll, "q " + address);
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    /**
     * Sends a text and waits for its answer.
     *
     * @param timeoutMs 0 for no limit
     * @return an {@link ErrorValue} for what q signalled
     * @throws CommandFailure when the connection is lost, also by {@link #close} from another thread
     * @throws TimeoutException when there is no answer in time; the connection can be asked again
     */
    Value request(String text, long timeoutMs) throws CommandFailure, TimeoutException, InterruptedException {
        return request(ByteVector.utf8(text), timeoutMs);
    }

    /** Like {@link #request(String, long)}, with any value as the request, such as a call. */
    Value request(Value request, long timeoutMs) throws CommandFailure, TimeoutException, InterruptedException {
        long number;
        synchronized (this) {
            requireOpen();
            number = ++asked;
        }
        try {
            connection.send(MessageKind.SYNC, request);
        } catch (IOException error) {
            lose(String.valueOf(error.getMessage()));
        }
        return await(number, timeoutMs);
    }

    private synchronized Value await(long number, long timeoutMs)
            throws CommandFailure, TimeoutException, InterruptedException {
        long start = System.nanoTime();
        while (answered < number) {
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
            throw new IllegalStateException("two ask at a time");
        }
        return value;
    }

    private void requireOpen() throws CommandFailure {
        if (lost != null) {
            throw new CommandFailure(ExitCode.FAILED, address + ": " + lost);
        }
    }

    /** Why it can no longer be asked; null while it can. */
    synchronized @Nullable String lost() {
        return lost;
    }

    /** Waits until the connection is lost or closed, and returns why. */
    synchronized String awaitLost() throws InterruptedException {
        while (lost == null) {
            wait();
        }
        return lost;
    }

    /** What was pushed since this was last asked for, null for nothing. */
    synchronized @Nullable Pushed pollPushed() {
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
            lose("q closed the connection");
        } catch (QFormatException noHeader) {
            lose("what it sends is no q IPC, is this a q? " + noHeader.getMessage());
        } catch (IOException error) {
            lose("the connection was lost: " + error.getMessage());
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
            boolean isTable = malformed.kind() == QFormatException.Kind.TABLE; // the bytes are good: no place matters
            value = new ErrorValue(
                    "tickbus: this answer cannot be read: " + (isTable ? malformed.reason() : malformed.getMessage()));
        }
        if (kind == MessageKind.SYNC) {
            connection.send(MessageKind.RESPONSE, NO_CALLS); // without an answer q would wait for ever
        }
        hand(kind, value);
        if (kind != MessageKind.RESPONSE) {
            listener.accept(value);
        }
    }

    private synchronized void hand(MessageKind kind, Value value) {
        if (kind != MessageKind.RESPONSE) {
            pushed++;
            lastPushed = value;
        } else if (answered < asked) {
            answered++;
            answer = answered == asked ? value : null;
            notifyAll();
        }
    }

    private synchronized void lose(String reason) {
        if (lost == null) {
            lost = reason;
        }
        notifyAll();
    }

    /** Ends the wait for an answer too. */
    @Override
    public void close() {
        lose("the connection was closed");
        connection.close();
    }
}
