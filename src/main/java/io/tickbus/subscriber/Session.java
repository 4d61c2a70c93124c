package io.tickbus.subscriber;

import io.tickbus.config.FlowConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.q.Connection;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Frames;
import io.tickbus.q.Message;
import io.tickbus.q.MessageKind;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection's life: subscribe and catch up, on the q thread; then take messages until it ends, on the {@link SocketPoller}'s
 * thread or, over TLS, still on the q thread.
 */
final class Session {
    /** Messages that may come between a subscription and the reply to it. */
    static final int HELD_MESSAGES_MAX = 1 << 16;

    private static final ErrorValue NO_SYNC = new ErrorValue("tickbus takes asynchronous messages only");
    private static final ErrorValue BAD_MESSAGE = new ErrorValue("badmsg");

    private final SubscriberHost host;
    private final SubscriberConfig config;
    private final Connection connection;
    private final PartitionWriters partitions;
    private final RejectionReporter rejections;
    private final PushHandler pushHandler;
    private final ConnectionWatchdog connectionWatchdog;
    private final Queue<Message> held = new ArrayDeque<>();
    private volatile boolean tellsMissing;
    private volatile Runnable lookUp = () -> {};
    private volatile @Nullable String finishReason;
    private volatile @Nullable Closeable second;

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

    /** Asks q for the rows. What it pushes from now on is held. */
    SubscribeProtocol.Reply subscribe() throws IOException {
        connection.readTimeout(config.connection().connectTimeoutMs());
        return Subscription.subscribe(this, config);
    }

    /**
     * Sends a request and waits for the response to it, holding what is pushed before.
     *
     * @throws IOException when q refuses it
     */
    Value request(Value call, String what) throws IOException {
        Value reply = reply(call, what);
        if (reply instanceof ErrorValue error) {
            throw new IOException("q refused " + what + ": '" + error.text());
        }
        return reply;
    }

    /** The same; an error is a reply like any other. */
    Value reply(Value call, String what) throws IOException {
        connection.send(MessageKind.SYNC, call);
        long deadlineNanos = host.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(config.connection().connectTimeoutMs());
        Frames frames = connection.frames();
        while (true) {
            while (frames.hasMessage()) {
                if (frames.kind() == MessageKind.RESPONSE) {
                    return frames.poll().value();
                }
                Message message = next(frames);
                if (message != null) {
                    retain(message, what);
                }
            }
            if (host.nanoTime() - deadlineNanos > 0) { // pushes keep coming, the reply does not
                throw new SocketTimeoutException(noReply(what));
            }
            if (!read(what)) {
                throw new IOException("q closed the connection instead of a reply to " + what);
            }
        }
    }

    private void retain(Message message, String what) throws IOException {
        held.add(message);
        if (held.size() > HELD_MESSAGES_MAX) {
            throw new IOException("more than " + HELD_MESSAGES_MAX + " messages came before the reply to " + what);
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
     * Takes in what q sends while its log is replayed, without looking at it: it is behind what the log brings.
     *
     * @throws IOException when there is no room for more and it is to be fetched from the log as well
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

    /** Takes the messages that came before the reply to the subscription. */
    void applyRetained() {
        pushHandler.tablesAreKnown();
        while (!held.isEmpty()) {
            pushHandler.apply(held.remove());
        }
        connectionWatchdog.listen();
    }

    /** Messages that came before the reply to a subscription that failed. */
    int retainedMessages() {
        return held.size();
    }

    /** Reads until the connection ends, on this thread, which waits here for q and for the window. */
    void pump() throws IOException, InterruptedException {
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
     * Takes the messages that have come whole: one batch per table, which leaves at once.
     *
     * @return false when the window is full: then this is to be called again when it has room, before anything is read
     */
    boolean pollAll() throws IOException {
        if (tellsMissing) {
            tellsMissing = false;
            partitions.publishMissing(false);
        }
        boolean all = partitions.flush() && decodeMessages();
        if (all) { // else rows that are expected may wait here
            partitions.checkExpected();
        }
        connectionWatchdog.isFull(!all);
        if (!all) {
            partitions.onNoRoom();
        } else if (partitions.isHeldUp() && connection.isDrained()) {
            partitions.caughtUp();
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

    /** Takes the next message, whatever it is; false when there is none that is whole. */
    private boolean applyOther(Frames frames) throws IOException {
        if (!frames.hasMessage()) {
            return false;
        }
        Message message = next(frames);
        if (message != null) {
            pushHandler.apply(message);
        }
        return true;
    }

    /**
     * Reads on.
     *
     * @return the number of bytes, -1 at the end of the stream
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

    /** How often to look after the connection, in ms. */
    int tickMs() {
        return connectionWatchdog.inspectMs();
    }

    /** Looks after the connection, every {@link #tickMs}, while it is read. */
    void tick() {
        partitions.check();
        partitions.refused().recheck(this::finish);
        if (partitions.isMissingDue()) { // told where the connection is read, which may be silent
            tellsMissing = true;
            lookUp.run();
        }
        connectionWatchdog.inspect();
    }

    /** Asks the owner what it has taken. */
    void requestPositions() {
        partitions.requestPositions();
    }

    /** Sends q a request whose answer is only waited for as a sign of life. */
    void ping(Value call) {
        try {
            connection.send(MessageKind.SYNC, call);
        } catch (IOException gone) {
            finish(String.valueOf(gone.getMessage()));
        }
    }

    /** Has the end of this session close what it reads a log from, too: that may be long. */
    void alsoCloses(Closeable other) {
        second = other;
        if (finishReason != null) {
            close(other);
        }
    }

    private static void close(Closeable other) {
        try {
            other.close();
        } catch (IOException unimportant) {
            // it was only read
        }
    }

    /** Ends it, for a reason of ours; for any thread. */
    void finish(String reason) {
        finishReason = reason;
        connection.close();
        Closeable other = second;
        if (other != null) {
            close(other);
        }
        partitions.window().poke(); // so that who reads it looks up
    }

    /** Why it was ended; null when q or the network did it, or nobody did. */
    @Nullable
    String finishReason() {
        return finishReason;
    }

    Connection connection() {
        return connection;
    }

    /** Has someone told when {@link #pollAll} is worth another call. */
    void onRoom(Runnable listener) {
        lookUp = listener;
        partitions.window().onRoom(listener);
    }

    /** The next message when it is one that is pushed; null after one that was rejected. A request is answered, always. */
    private @Nullable Message next(Frames frames) throws IOException {
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
            if (!connectionWatchdog.answered()) {
                rejections.reject("", RejectReason.UNEXPECTED, "a response that nobody asked for");
            }
            return null;
        }
        if (message != null) {
            rejections.reject("", RejectReason.UNEXPECTED, "a synchronous request");
        }
        connection.send(MessageKind.RESPONSE, message == null ? BAD_MESSAGE : NO_SYNC); // else the q process would hang
        return null;
    }
}
