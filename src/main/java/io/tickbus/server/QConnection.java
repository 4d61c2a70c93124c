package io.tickbus.server;

import io.tickbus.access.AuditTrail;
import io.tickbus.access.Caller;
import io.tickbus.access.PrintableText;
import io.tickbus.access.Rights;
import io.tickbus.q.Value;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection of an admitted client, like {@code .z.w} in q. The application uses a connection to send messages, and
 * to read the client's name and rights. The client receives messages and answers in the order in which the server
 * sends them. Belongs to the server's event loop.
 */
public final class QConnection {
    private final QServer server;
    private final NetSocketInternal socket;
    private final int handle;
    private final Caller caller;
    private final Rights rights;
    private final AuditTrail audit;
    private final boolean packs;
    private final Outbox outbox;
    private final List<Runnable> waiting = new ArrayList<>();
    private long movedAtNs = System.nanoTime();
    private int unreadAnswers;
    private boolean subscribed;
    private boolean open = true;

    QConnection(QServer server, NetSocketInternal socket, int handle, Handshake handshake, Rights rights) {
        this.server = server;
        this.socket = socket;
        this.handle = handle;
        this.caller = server.admitted(handshake.user(), socket);
        this.rights = rights;
        this.audit = server.audit(caller);
        this.packs = handshake.commonCapability() >= 1
                && !server.isLocal(socket.channelHandlerContext().channel().remoteAddress());
        this.outbox =
                new Outbox(this::writeToSocket, this::afterOthers, server.newStallTimer(), this::touch, this::drained);
        socket.drainHandler(room -> drained());
    }

    private Future<Void> writeToSocket(Buffer bytes) {
        server.sent(bytes.length());
        return socket.write(bytes);
    }

    /**
     * Runs an action after the event loop has served its other sockets. Netty runs submitted tasks for up to a second
     * before it polls sockets again. This method schedules a timer task instead. The task runs after the next poll.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // no result to check: the task runs unless the event loop has ended
    private void afterOthers(Runnable action) {
        socket.channelHandlerContext()
                .executor()
                .schedule(() -> server.context().emit(action, Runnable::run), 1, TimeUnit.NANOSECONDS);
    }

    /** Returns a future that completes after the event loop has served its other sockets. */
    Future<Void> nextTurn() {
        Promise<Void> turn = server.context().promise();
        afterOthers(turn::complete);
        return turn.future();
    }

    /** Returns the connection's number, from 1. The server never uses a number twice. */
    public int handle() {
        return handle;
    }

    /** Returns the user name that the client sent. A server without passwords does not check the name. */
    public String user() {
        return caller.user();
    }

    /**
     * Returns the client's IPv4 address as a number, like {@code .z.a} in q. Returns 0 for any other kind of address.
     */
    public int address() {
        return socket.channelHandlerContext().channel().remoteAddress() instanceof InetSocketAddress remote
                        && remote.getAddress() instanceof Inet4Address address
                // The hash code of an Inet4Address consists of the address's four bytes.
                ? address.hashCode()
                : 0;
    }

    /** Returns the record of what the client did. */
    public AuditTrail audit() {
        return audit;
    }

    /** Returns what the user may do. */
    public Rights rights() {
        return rights;
    }

    /** Returns whether messages can still be sent. */
    public boolean isOpen() {
        return open;
    }

    /** Returns the number of sent bytes that the operating system has not taken yet. */
    public long queuedBytes() {
        return outbox.queuedBytes();
    }

    /** Encodes a value as an async message and sends it, as {@link #send(EncodedMessage)} does. */
    public void send(Value value) {
        send(EncodedMessage.of(MessageKind.ASYNC, value));
    }

    /**
     * Sends a message. The message is compressed if the client accepts compression and is on another machine. If too
     * many bytes would be queued, the connection is closed. A closed connection discards the message.
     */
    public void send(EncodedMessage message) {
        if (!packs) {
            write(message.plain());
            return;
        }
        Future<Buffer> packed = message.packed(server.vertx());
        if (packed.isComplete()) {
            write(packed.succeeded() ? packed.result() : message.plain());
        } else if (hasRoom(message.plain().length())) {
            Outbox.Place place = outbox.reserve(message.plain().length());
            packed.onComplete(done -> {
                Buffer bytes = done.succeeded() ? done.result() : message.plain();
                server.slowReaders().countUnsent(bytes);
                place.fill(bytes, () -> server.slowReaders().countSent(bytes));
            });
        }
    }

    /**
     * Sends one or more encoded messages. If too many bytes would be queued, the connection is closed, as by {@link
     * #send(EncodedMessage)}.
     */
    public void write(Buffer messages) {
        if (hasRoom(messages.length())) {
            server.slowReaders().countUnsent(messages);
            outbox.add(messages, () -> server.slowReaders().countSent(messages));
        }
    }

    /**
     * Sends an answer.
     *
     * @param gone runs once, when the answer has been sent or discarded
     */
    void answer(Buffer answer, Runnable gone) {
        if (hasRoom(answer.length())) {
            outbox.add(answer, counted(gone));
        } else {
            gone.run();
        }
    }

    /**
     * Reserves the next place for an answer that is still being encoded. Later messages wait until {@link #fill} has
     * been called.
     */
    Outbox.Place reserve() {
        return outbox.reserve(0);
    }

    /** Sends an answer at its reserved place. {@link #answer} describes the other parameters. */
    void fill(Outbox.Place place, Buffer answer, Runnable gone) {
        if (hasRoom(answer.length())) {
            place.fill(answer, counted(gone));
        } else {
            gone.run();
        }
    }

    private Runnable counted(Runnable gone) {
        if (unreadAnswers++ == 0) {
            // The measured time starts with the answer, because pushed messages before the answer may wait longer.
            outbox.startStallTimer();
        }
        return () -> {
            unreadAnswers--;
            gone.run();
        };
    }

    /**
     * Returns the time in nanoseconds for which the client has read nothing while an answer waits. Returns 0 if only
     * pushed messages wait, because a q process that writes its day to disk reads nothing for minutes. {@code
     * queuedBytesMax} limits the queue of pushed messages.
     */
    long unreadAnswerNs() {
        return unreadAnswers == 0 ? 0 : outbox.unreadNs();
    }

    private boolean hasRoom(int bytes) {
        if (!open) {
            return false;
        }
        long queued = outbox.queuedBytes();
        int max = server.limits().queuedBytesMax();
        if (queued > 0 && queued + bytes > max) {
            cutOff(
                    Refusal.SLOW_READER,
                    "cut off, does not read: " + (queued + bytes) + " bytes would wait, the limit is " + max);
            return false;
        }
        return true;
    }

    boolean packs() {
        return packs;
    }

    /** Returns whether the write queue is full. The sender should wait for {@link #onDrain} before it sends more. */
    public boolean isWriteQueueFull() {
        return !outbox.isEmpty() || socket.writeQueueFull();
    }

    /**
     * Runs an action once, on the event loop, when the write queue has room again. If the connection closes first, the
     * action never runs.
     */
    public void onDrain(Runnable action) {
        waiting.add(action);
    }

    private void drained() {
        if (isWriteQueueFull()) {
            return;
        }
        List<Runnable> due = List.copyOf(waiting);
        waiting.clear();
        due.forEach(Runnable::run);
    }

    /** Restarts the time that {@link #silentNs} returns. Called after bytes were received or sent. */
    void touch() {
        movedAtNs = System.nanoTime();
    }

    /** Returns the time since bytes were last received or sent, in nanoseconds. */
    long silentNs() {
        return System.nanoTime() - movedAtNs;
    }

    /** Marks the client as a subscriber. A subscriber's connection is never closed as idle. */
    public void subscribed() {
        subscribed = true;
    }

    boolean isSubscribed() {
        return subscribed;
    }

    /** Counts and logs a refusal of the client or of its request. The connection stays open. */
    void note(Refusal refusal, String reason) {
        server.refusals().note(refusal, caller, reason);
    }

    /** Does what {@link #note(Refusal, String)} does, and logs the stack trace of a bug if there is one. */
    void note(Refusal refusal, String reason, @Nullable Throwable cause) {
        server.refusals().note(refusal, caller, reason, cause);
    }

    /** Closes the connection at once, logs the reason and counts the refusal. */
    void cutOff(Refusal refusal, String reason) {
        if (open) {
            note(refusal, reason);
            abort();
        }
    }

    /**
     * Closes the connection at once and discards queued messages. A close that waits for queued messages would never
     * end if the client never reads.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the socket's close handler reports the result
    public void abort() {
        open = false;
        outbox.close();
        // Closes the channel itself. Vert.x's handler would wait until all bytes are written.
        socket.channelHandlerContext().close();
    }

    void closed() {
        open = false;
        outbox.close();
    }

    @Override
    public String toString() {
        String name = caller.user().isEmpty() ? "nobody" : PrintableText.of(caller.user());
        return "connection " + handle + " of " + name + " from " + caller.address();
    }
}
