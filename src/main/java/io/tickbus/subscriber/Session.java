package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Connection;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Flip;
import io.tickbus.q.Frames;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Message;
import io.tickbus.q.MessageKind;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's life: subscribe, on the q thread; then take messages until it ends, on the {@link Reader}'s thread or, over
 * TLS, still on the q thread.
 */
final class Session {
    /** Messages that may come between a subscription and the reply to it. */
    static final int HELD_MESSAGES_MAX = 1 << 16;

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final ErrorValue NO_SYNC = new ErrorValue("tickbus takes asynchronous messages only");
    private static final ErrorValue BAD_MESSAGE = new ErrorValue("badmsg");

    private final SubscriberConfig config;
    private final Connection connection;
    private final Partitions partitions;
    private final Rejections rejections;
    private final Counters counters;
    private final @Nullable String bareTable;
    private final Queue<Message> held = new ArrayDeque<>();

    Session(
            SubscriberConfig config,
            Connection connection,
            Partitions partitions,
            Rejections rejections,
            Counters counters) {
        this.config = config;
        this.connection = connection;
        this.partitions = partitions;
        this.rejections = rejections;
        this.counters = counters;
        this.bareTable =
                config.subscription() instanceof SubscriptionConfig.Expression expression ? expression.table() : null;
    }

    /**
     * Asks q for the rows, and opens a partition for each table that it answers with. What was pushed meanwhile is taken
     * whatever comes of it: tables that q has answered for already send rows while others are asked for.
     */
    void subscribe() throws IOException, InterruptedException {
        connection.readTimeout(config.connectTimeoutMs());
        try {
            if (config.subscription() instanceof SubscriptionConfig.Expression expression) {
                partitions.open(
                        expression.table(),
                        new Schema(
                                List.copyOf(expression.columns().keySet()),
                                List.copyOf(expression.columns().values()),
                                0));
                request(ByteVector.chars(expression.text()), expression.text());
            } else if (config.subscription() instanceof SubscriptionConfig.Tables tables) {
                List<String> names = tables.names().isEmpty() ? List.of("") : tables.names();
                for (String table : names) {
                    subscribe(table, tables.syms());
                }
            }
        } finally {
            while (!held.isEmpty()) {
                push(held.remove());
            }
        }
        connection.readTimeout(0);
    }

    private void subscribe(String table, List<String> syms) throws IOException, InterruptedException {
        Value filter = syms.isEmpty() ? Atom.symbol("") : SymbolVector.of(syms.toArray(String[]::new));
        Value call = new GeneralList(Atom.symbol(".u.sub"), Atom.symbol(table), filter);
        for (Schemas.Subscribed subscribed :
                Schemas.of(request(call, ".u.sub of " + (table.isEmpty() ? "all tables" : table)))) {
            Partition partition = partitions.open(subscribed.table(), subscribed.schema());
            partition.add(subscribed.rows());
        }
    }

    /** Sends a request and waits for the response to it, holding what is pushed before. */
    private Value request(Value call, String what) throws IOException {
        connection.send(MessageKind.SYNC, call);
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.connectTimeoutMs());
        Frames frames = connection.frames();
        while (true) {
            while (frames.hasMessage()) {
                if (frames.kind() == MessageKind.RESPONSE) {
                    return reply(frames.take(), what);
                }
                Message message = next(frames);
                if (message != null) {
                    hold(message, what);
                }
            }
            if (System.nanoTime() - deadlineNanos > 0) { // pushes keep coming, the reply does not
                throw new SocketTimeoutException(noReply(what));
            }
            if (!read(what)) {
                throw new IOException("q closed the connection instead of a reply to " + what);
            }
        }
    }

    private static Value reply(Message message, String what) throws IOException {
        if (message.value() instanceof ErrorValue error) {
            throw new IOException("q refused " + what + ": '" + error.text());
        }
        return message.value();
    }

    private void hold(Message message, String what) throws IOException {
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
        return "no reply to " + what + " within " + config.connectTimeoutMs() + " ms";
    }

    /** Reads until the connection ends, on this thread, which waits here for q and for the window. */
    void pump() throws IOException, InterruptedException {
        do {
            while (!takeAll()) {
                partitions.window().awaitRoom();
            }
            partitions.ask();
        } while (readMore() >= 0);
    }

    /**
     * Takes the messages that have come whole: one batch per table, which leaves at once.
     *
     * @return false when the window is full: then this is to be called again when it has room, before anything is read
     */
    boolean takeAll() throws IOException {
        if (!partitions.flush()) {
            return false;
        }
        Frames frames = connection.frames();
        while (partitions.take(frames) || takeOther(frames)) {
            if (partitions.window().isFull()) {
                partitions.ask();
                return false;
            }
        }
        return partitions.flush();
    }

    /** Takes the next message, whatever it is; false when there is none that is whole. */
    private boolean takeOther(Frames frames) throws IOException {
        if (!frames.hasMessage()) {
            return false;
        }
        Message message = next(frames);
        if (message != null) {
            push(message);
        }
        return true;
    }

    /**
     * Reads on.
     *
     * @return the number of bytes, -1 at the end of the stream
     */
    int readMore() throws IOException {
        int count = -1;
        try {
            count = connection.read();
        } finally {
            int pending = connection.frames().pendingBytes();
            if (count < 0 && pending > 0) {
                rejections.reject("", "the connection ended inside a message, after " + pending + " bytes of it");
            }
        }
        return count;
    }

    /** Asks the owner what it has taken. */
    void ask() {
        partitions.ask();
    }

    Connection connection() {
        return connection;
    }

    /** Has someone told when {@link #takeAll} is worth another call. */
    void onRoom(Runnable listener) {
        partitions.window().onRoom(listener);
    }

    /** The next message when it is one that is pushed; null after one that was rejected. A request is answered, always. */
    private @Nullable Message next(Frames frames) throws IOException {
        MessageKind kind = frames.kind();
        Message message = null;
        try {
            message = frames.take();
        } catch (QFormatException malformed) {
            rejections.reject("", "malformed message: " + malformed.getMessage());
        }
        if (kind == MessageKind.ASYNC || (message == null && kind == MessageKind.RESPONSE)) {
            return message;
        }
        if (kind == MessageKind.RESPONSE) {
            rejections.reject("", "a response that nobody asked for");
            return null;
        }
        if (message != null) {
            rejections.reject("", "a synchronous request");
        }
        connection.send(MessageKind.RESPONSE, message == null ? BAD_MESSAGE : NO_SYNC); // else the q process would hang
        return null;
    }

    private void push(Message message) {
        Upd upd = Upd.of(message.value(), bareTable);
        if (upd instanceof Upd.Payload payload) {
            apply(payload);
        } else if (upd instanceof Upd.Signal signal) {
            counters.signals.incrementAndGet();
            LOG.atDebug()
                    .addKeyValue("subscriber", config.name())
                    .addKeyValue("signal", signal.name())
                    .log("q says");
        } else if (upd instanceof Upd.Unusable unusable) {
            rejections.reject("", unusable.reason());
        }
    }

    private void apply(Upd.Payload payload) {
        Partition partition = partitions.find(payload.table());
        if (partition == null) {
            rejections.reject(
                    payload.table(), "unknown table " + payload.table() + "; subscribed are " + partitions.names());
            return;
        }
        Flip rows;
        try {
            rows = RowShape.rows(partition.schema(), payload.rows());
        } catch (RowShape.Mismatch mismatch) {
            rejections.reject(payload.table(), String.valueOf(mismatch.getMessage()));
            return;
        }
        partition.add(rows);
    }
}
