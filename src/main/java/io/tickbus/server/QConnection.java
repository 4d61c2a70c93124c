package io.tickbus.server;

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
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A client that was let in, as {@code .z.w} is in q: what the application sends to. Messages leave in the order in which they
 * are sent, answers included. To be used on the server's event loop only.
 */
public final class QConnection {
    private final QServer server;
    private final NetSocketInternal socket;
    private final int handle;
    private final String user;
    private final Set<Permission> permissions;
    private final boolean packs;
    private final Outbox outbox;
    private final List<Runnable> waiting = new ArrayList<>();
    private long movedAtNs = System.nanoTime();
    private int unreadAnswers;
    private boolean subscribed;
    private boolean open = true;

    QConnection(
            QServer server, NetSocketInternal socket, int handle, Handshake handshake, Set<Permission> permissions) {
        this.server = server;
        this.socket = socket;
        this.handle = handle;
        this.user = handshake.user();
        this.permissions = Set.copyOf(permissions);
        this.packs = handshake.commonCapability() >= 1
                && !server.isLocal(socket.channelHandlerContext().channel().remoteAddress());
        this.outbox = new Outbox(this::writeToSocket, this::afterOthers, server.progress(), this::moved, this::drained);
        socket.drainHandler(room -> drained());
    }

    /** The outbox's way out. */
    private Future<Void> writeToSocket(Buffer bytes) {
        server.sent(bytes.length());
        return socket.write(bytes);
    }

    /**
     * Runs a slice's turn once the event loop has looked at its sockets. Netty runs tasks that were added meanwhile for up to a
     * second before it does, so that a fast reader's slices would keep all others waiting; but not what is scheduled meanwhile.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it runs, or the event loop is no more
    private void afterOthers(Runnable action) {
        socket.channelHandlerContext()
                .executor()
                .schedule(() -> server.context().emit(action, Runnable::run), 1, TimeUnit.NANOSECONDS);
    }

    /** Completes once the event loop has looked after its other sockets. */
    Future<Void> nextTurn() {
        Promise<Void> turn = server.context().promise();
        afterOthers(turn::complete);
        return turn.future();
    }

    /** A number of its own among the server's connections, never used again. */
    public int handle() {
        return handle;
    }

    /** The name that it gave; anything, where everybody may connect. */
    public String user() {
        return user;
    }

    /** The IPv4 address it comes from as a number, as q has it; 0 for another kind of address. */
    public int address() {
        return socket.channelHandlerContext().channel().remoteAddress() instanceof InetSocketAddress remote
                        && remote.getAddress() instanceof Inet4Address address
                ? address.hashCode() // its four bytes, by contract
                : 0;
    }

    /** Whether its user may do this. */
    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** What its user may do. */
    public Set<Permission> rights() {
        return permissions;
    }

    public boolean isOpen() {
        return open;
    }

    /** Bytes that were sent and have not yet been taken by the operating system. */
    public long queuedBytes() {
        return outbox.queuedBytes();
    }

    /** Sends a value as an async message. */
    public void send(Value value) {
        send(EncodedMessage.of(MessageKind.ASYNC, value));
    }

    /** Sends a message; nothing happens on a closed connection. */
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
                server.countUnsent(bytes);
                place.fill(bytes, () -> server.countSent(bytes));
            });
        }
    }

    /** Writes whole messages that somebody else has encoded. */
    public void write(Buffer messages) {
        if (hasRoom(messages.length())) {
            server.countUnsent(messages);
            outbox.add(messages, () -> server.countSent(messages));
        }
    }

    /** Writes an answer; {@code gone} runs once, when it has left or never will. */
    void answer(Buffer answer, Runnable gone) {
        if (hasRoom(answer.length())) {
            outbox.add(answer, counted(gone));
        } else {
            gone.run();
        }
    }

    /** Keeps the next place for an answer, so that what is sent while it is made does not overtake it. */
    Outbox.Place reserve() {
        return outbox.reserve(0);
    }

    /** Puts an answer into its place, as {@link #answer} would at the end. */
    void fill(Outbox.Place place, Buffer answer, Runnable gone) {
        if (hasRoom(answer.length())) {
            place.fill(answer, counted(gone));
        } else {
            gone.run();
        }
    }

    private Runnable counted(Runnable gone) {
        if (unreadAnswers++ == 0) {
            outbox.startStallTimer(); // what was pushed before may have waited for long
        }
        return () -> {
            unreadAnswers--;
            gone.run();
        };
    }

    /**
     * How long it has not read on in an answer, in nanoseconds. What it has subscribed to is another matter: a q process that
     * writes its day to disk reads nothing for minutes, and what waits for it has a bound of its own.
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

    /** True when the sender does well to wait for {@link #onDrain}. */
    public boolean isWriteQueueFull() {
        return !outbox.isEmpty() || socket.writeQueueFull();
    }

    /** Runs an action once when the write queue has room again; not at all when the connection closes before. */
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

    /** Bytes came or went. */
    void moved() {
        movedAtNs = System.nanoTime();
    }

    /** Time since bytes came or went, in nanoseconds. */
    long silentNs() {
        return System.nanoTime() - movedAtNs;
    }

    /** It waits for what will be sent to it some time: from now on its silence is none. */
    public void subscribed() {
        subscribed = true;
    }

    boolean isSubscribed() {
        return subscribed;
    }

    /** Closes at once, told and counted. */
    void cutOff(Refusal refusal, String reason) {
        if (open) {
            server.note(refusal, this, reason);
            abort();
        }
    }

    /** Closes at once, with no regard for what is queued: a peer that does not read would keep it open. */
    @SuppressWarnings("FutureReturnValueIgnored") // the socket's close handler tells
    public void abort() {
        open = false;
        outbox.close();
        socket.channelHandlerContext().close(); // past Vert.x's own handler, which would wait until all is written
    }

    void closed() {
        open = false;
        outbox.close();
    }

    @Override
    public String toString() {
        String name = user.isEmpty() ? "nobody" : PrintableText.of(user);
        return "connection " + handle + " of " + name + " from " + socket.remoteAddress();
    }
}
