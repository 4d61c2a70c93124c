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
 * One connection to q from its subscription to its end. It subscribes and catches up on the q thread. Then it applies messages
 * until the connection ends, on the {@link SocketPoller}'s thread, or over TLS on the q thread. {@link QThread} creates one for
 * each connection.
 */
final class Session {
    /** Limit of the messages that may arrive between a subscription and its reply. */
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

    /** Subscribes. From now on pushed messages are retained until {@link #applyRetained}. */
    SubscribeProtocol.Reply subscribe() throws IOException {
        connection.readTimeout(config.connection().connectTimeoutMs());
        return Subscription.subscribe(this, config);
    }

    /**
     * Sends a request and waits for its response. Messages that are pushed meanwhile are retained.
     *
     * @param what names the request in messages
     * @throws IOException if q replies with an error, or with nothing within {@code connectTimeoutMs}
     */
    Value request(Value call, String what) throws IOException {
        Value reply = requestOrError(call, what);
        if (reply instanceof ErrorValue error) {
            throw new IOException("q refused " + what + ": '" + error.text());
        }
        return reply;
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
            if (host.nanoTime() - deadlineNanos > 0) { // q pushes messages but sends no reply
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
     * Reads pushed bytes into memory while the log is replayed, without decoding them. Their rows follow those of the log.
     *
     * @throws IOException if the session has ended, or if {@code heldBytesMax} is exceeded and the rows must come from the log
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

    /** Returns the number of messages that arrived before the reply to the subscription. */
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
     * Applies the complete messages, as one batch for each table, and sends the batches at once.
     *
     * @return false if the window is full; the caller must call again when there is room, before it reads more bytes
     */
    boolean pollAll() throws IOException {
        if (mustPublishMissing) {
            mustPublishMissing = false;
            partitions.publishMissing(false);
        }
        boolean all = partitions.flush() && decodeMessages();
        if (all) { // otherwise expected rows may be among the messages that wait
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

    /** Applies the next message in any shape. Returns false if no complete message follows. */
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

    /** Returns the interval of {@link #tick}, in ms. */
    int tickMs() {
        return connectionWatchdog.inspectMs();
    }

    /**
     * Does periodic work every {@link #tickMs} while the connection is read: verifies positions, retries refused tables, and
     * inspects the connection. Runs on the q thread.
     */
    void tick() {
        partitions.verifyPositions();
        partitions.refused().recheck(this::finish);
        if (partitions.isMissingDue()) { // the reader thread publishes the gap; it may wait for a silent connection
            mustPublishMissing = true;
            roomListener.run();
        }
        connectionWatchdog.inspect();
    }

    /** Requests an acknowledgement of all batches in flight. */
    void requestPositions() {
        partitions.requestPositions();
    }

    /** Sends a request whose response is only a sign of life. */
    void ping(Value call) {
        try {
            connection.send(MessageKind.SYNC, call);
        } catch (IOException gone) {
            finish(String.valueOf(gone.getMessage()));
        }
    }

    /** Closes a source of a log when this session ends, so that a long read is interrupted. */
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
            // the source was only read
        }
    }

    /** Ends the session for a reason of this program. Any thread may call this. */
    void finish(String reason) {
        finishReason = reason;
        connection.close();
        Closeable other = logSource;
        if (other != null) {
            close(other);
        }
        partitions.window().wake(); // wakes the reader thread
    }

    /** Returns why this program has ended the session; null if it has not. */
    @Nullable
    String finishReason() {
        return finishReason;
    }

    Connection connection() {
        return connection;
    }

    /** Sets the listener that runs when another {@link #pollAll} is worthwhile. */
    void onRoom(Runnable listener) {
        roomListener = listener;
        partitions.window().onRoom(listener);
    }

    /**
     * Returns the next message if it was pushed, or null after any other message, which is rejected. A synchronous request gets
     * an error as its response.
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
        connection.send(MessageKind.RESPONSE, message == null ? BAD_MESSAGE : NO_SYNC); // q would wait forever
        return null;
    }
}
