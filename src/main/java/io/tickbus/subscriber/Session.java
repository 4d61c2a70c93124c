package io.tickbus.subscriber;

import io.tickbus.config.FlowConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Connection;
import io.tickbus.q.wire.Frames;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to q, from its subscription to its end. The session subscribes and catches up on the q thread.
 * Afterwards it applies messages on the thread of a {@link SocketPoller}. Over TLS, the session stays on the q thread.
 * {@link QThread} creates a session for each connection.
 */
final class Session {
    /** The maximum number of messages that can arrive between a subscription and its reply. */
    static final int RETAINED_MESSAGES_MAX = 1 << 16;

    private static final ErrorValue NO_SYNC = new ErrorValue("tickbus takes asynchronous messages only");
    private static final ErrorValue BAD_MESSAGE = new ErrorValue("badmsg");

    private final SubscriberHost host;
    private final SubscriberConfig config;
    private final Connection connection;
    private final PartitionWriters partitions;
    private final RejectionReporter rejections;
    private final PushHandler pushHandler;
    private final ConnectionWatchdog connectionWatchdog;
    private final Queue<Message> retained = new ArrayDeque<>();
    private volatile boolean mustPublishMissing;
    private volatile Runnable roomListener = () -> {};
    private volatile @Nullable String finishReason;
    private volatile @Nullable Closeable logSource;

    Session(
            SubscriberHost host,
            SubscriberConfig config,
            Connection connection,
            PartitionWriters partitions,
            RejectionReporter rejections,
            SubscriberCounters counters,
            SilenceHistory silences) {
        this.host = host;
        this.config = config;
        this.connection = connection;
        this.partitions = partitions;
        this.rejections = rejections;
        TickerplantSignals tickerplantSignals =
                new TickerplantSignals(host, config.name(), partitions, rejections, counters);
        this.pushHandler = new PushHandler(config.subscription(), partitions, rejections, tickerplantSignals, this);
        this.connectionWatchdog = new ConnectionWatchdog(host, config, this, partitions, silences);
    }

    /** Subscribes. Pushed messages are kept until {@link #applyRetained} applies them. */
    SubscribeProtocol.Reply subscribe() throws IOException {
        connection.readTimeout(config.connection().connectTimeoutMs());
        return Subscription.subscribe(this, config);
    }

    /**
     * Sends a request and waits for its response. Messages that q pushes before the response are kept.
     *
     * @param what the name of the request in error messages
     * @throws IOException if q replies with an error, or does not reply within {@code connectTimeoutMs}
     */
    Value request(Value call, String what) throws IOException {
        Value reply = requestOrError(call, what);
        if (reply instanceof ErrorValue error) {
            throw refused(what, error);
        }
        return reply;
    }

    static IOException refused(String what, ErrorValue error) {
        return new IOException("q refused " + what + ": '" + error.text());
    }

    /** Sends a request like {@link #request}, but returns an error of q as the reply. */
    Value requestOrError(Value call, String what) throws IOException {
        connection.send(MessageKind.SYNC, call);
        long deadlineNanos = host.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(config.connection().connectTimeoutMs());
        Frames frames = connection.frames();
        while (true) {
            while (frames.hasMessage()) {
                if (frames.kind() == MessageKind.RESPONSE) {
                    return frames.poll().value();
                }
                Message message = nextPushed(frames);
                if (message != null) {
                    retain(message, what);
                }
            }
            if (host.nanoTime() - deadlineNanos > 0) { // q may push messages without ever replying
                throw new SocketTimeoutException(noReply(what));
            }
            if (!read(what)) {
                throw new IOException("q closed the connection instead of a reply to " + what);
            }
        }
    }

    private void retain(Message message, String what) throws IOException {
        retained.add(message);
        if (retained.size() > RETAINED_MESSAGES_MAX) {
            throw new IOException("more than " + RETAINED_MESSAGES_MAX + " messages came before the reply to " + what);
        }
    }

    private boolean read(String what) throws IOException {
        try {
            return connection.read() >= 0;
        } catch (SocketTimeoutException timeout) {
            throw new IOException(noReply(what), timeout);
        }
    }

    private String noReply(String what) {
        return "no reply to " + what + " within " + config.connection().connectTimeoutMs() + " ms";
    }

    /**
     * Reads pushed bytes into memory while the log is replayed, without decoding them. The rows in these bytes follow
     * the rows of the log.
     *
     * @throws IOException if the session has ended, or if {@code heldBytesMax} is reached and the log must be read
     *     instead
     */
    void retain() throws IOException {
        String reason = finishReason;
        if (reason != null) {
            throw new IOException(reason);
        }
        int bytesMax = config.flow().heldBytesMax();
        while (connection.frames().pendingBytes() < bytesMax) {
            if (connection.poll() <= 0) {
                break;
            }
        }
        if (connection.frames().pendingBytes() >= bytesMax && config.flow().overflow() == FlowConfig.Overflow.REPLAY) {
            throw new IOException("q sent more than " + bytesMax
                    + " bytes (heldBytesMax) while its log was replayed; going on from the log");
        }
    }

    /** Applies the messages that arrived before the reply to the subscription. */
    void applyRetained() {
        pushHandler.onTablesKnown();
        while (!retained.isEmpty()) {
            pushHandler.apply(retained.remove());
        }
        connectionWatchdog.listen();
    }

    int retainedMessages() {
        return retained.size();
    }

    /** Reads until the connection ends. The calling thread waits for q and for room in the window. */
    void readToEnd() throws IOException, InterruptedException {
        connection.readTimeout(tickMs());
        int count = 0;
        while (count >= 0) {
            if (!pollAll()) {
                partitions.flushAll(this::tick);
                continue;
            }
            partitions.requestPositions();
            try {
                count = readMore();
            } catch (SocketTimeoutException silent) {
                tick();
            }
        }
    }

    /**
     * Applies the complete messages and sends their rows at once, as one batch for each table.
     *
     * @return false if the window is full. The caller must then call again when the window has room, and must not read
     *     more bytes before.
     */
    boolean pollAll() throws IOException {
        if (mustPublishMissing) {
            mustPublishMissing = false;
            partitions.publishMissing(false);
        }
        boolean all = partitions.flush() && decodeMessages();
        // A waiting message may have the expected rows. The rows are checked only if no message waits.
        if (all) {
            partitions.checkExpected();
        }
        connectionWatchdog.onWindow(!all);
        if (!all) {
            partitions.backlog().begin(host.nanoTime());
        } else if (partitions.backlog().exists() && connection.isDrained()) {
            partitions.backlog().end();
        }
        return all;
    }

    private boolean decodeMessages() throws IOException {
        Frames frames = connection.frames();
        while (partitions.decode(frames) || applyOther(frames)) {
            if (partitions.window().isFull()) {
                partitions.requestPositions();
                return false;
            }
        }
        return partitions.flush();
    }

    /** Applies the next message, whatever its shape is. Returns false if no complete message follows. */
    private boolean applyOther(Frames frames) throws IOException {
        if (!frames.hasMessage()) {
            return false;
        }
        Message message = nextPushed(frames);
        if (message != null) {
            pushHandler.apply(message);
        }
        return true;
    }

    /**
     * Reads the available bytes.
     *
     * @return the number of bytes; -1 at the end of the stream
     */
    int readMore() throws IOException {
        int count = connection.read();
        connectionWatchdog.onBytes();
        int pending = connection.frames().pendingBytes();
        if (count < 0 && pending > 0) {
            rejections.reject(
                    "",
                    RejectReason.MALFORMED,
                    "the connection ended inside a message, after " + pending + " bytes of it");
        }
        return count;
    }

    int tickMs() {
        return connectionWatchdog.inspectMs();
    }

    /**
     * Does the periodic work every {@link #tickMs} while the connection is read. The work verifies positions, retries
     * refused tables, and inspects the connection. Runs on the q thread.
     */
    void tick() {
        partitions.verifyPositions();
        partitions.refused().recheck(this::finish);
        // Only the reader thread can publish gaps. The listener wakes the reader thread.
        if (partitions.isMissingDue()) {
            mustPublishMissing = true;
            roomListener.run();
        }
        connectionWatchdog.inspect();
    }

    /** Requests an acknowledgement of all batches in flight. */
    void requestPositions() {
        partitions.requestPositions();
    }

    /** Sends a request that only shows whether q responds. */
    void ping(Value call) {
        try {
            connection.send(MessageKind.SYNC, call);
        } catch (IOException gone) {
            finish(String.valueOf(gone.getMessage()));
        }
    }

    /** Closes an open log when this session ends. This interrupts a long read of the log. */
    void closeWithSession(Closeable other) {
        logSource = other;
        if (finishReason != null) {
            close(other);
        }
    }

    private static void close(Closeable other) {
        try {
            other.close();
        } catch (IOException unimportant) {
            // no data can be lost, because the log was only read
        }
    }

    /** Ends the session for a reason that lies in this program, not in q. Any thread may call this. */
    void finish(String reason) {
        finishReason = reason;
        connection.close();
        Closeable other = logSource;
        if (other != null) {
            close(other);
        }
        partitions.window().wake(); // wakes the reader thread
    }

    /** Returns why this program has ended the session. Returns null if the session was not ended by this program. */
    @Nullable
    String finishReason() {
        return finishReason;
    }

    Connection connection() {
        return connection;
    }

    /** Sets the listener that runs when another call of {@link #pollAll} can apply messages. */
    void onRoom(Runnable listener) {
        roomListener = listener;
        partitions.window().onRoom(listener);
    }

    /**
     * Returns the next message if q has pushed it. Rejects any other message and returns null. A synchronous request
     * gets an error as its response.
     */
    private @Nullable Message nextPushed(Frames frames) throws IOException {
        MessageKind kind = frames.kind();
        Message message = null;
        try {
            message = frames.poll();
        } catch (QFormatException malformed) {
            pushHandler.rejectMalformed(kind, malformed, TickerplantMessage.table(frames.polledSymbols()));
        }
        if (kind == MessageKind.ASYNC || (message == null && kind == MessageKind.RESPONSE)) {
            return message;
        }
        if (kind == MessageKind.RESPONSE) {
            if (!connectionWatchdog.isPingResponse()) {
                rejections.reject("", RejectReason.UNEXPECTED, "a response without a request");
            }
            return null;
        }
        if (message != null) {
            rejections.reject("", RejectReason.UNEXPECTED, "a synchronous request");
        }
        // Without a response, q would wait forever.
        connection.send(MessageKind.RESPONSE, message == null ? BAD_MESSAGE : NO_SYNC);
        return null;
    }
}
