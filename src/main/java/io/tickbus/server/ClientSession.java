package io.tickbus.server;

import io.tickbus.access.Caller;
import io.tickbus.access.Rights;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Frames;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Receives the bytes of one socket. {@link QServer} creates a session for each socket. {@link LoginPhase} handles the
 * handshake. After the login, the session answers a request before it reads the next request. Answers are therefore
 * sent in the order of their requests. Belongs to the server's event loop.
 */
final class ClientSession {
    /**
     * Initial size of a session's receive buffer, in bytes. The buffer is small because a server can have many
     * connections.
     */
    private static final int FRAME_CAPACITY = 4096;
    /**
     * Limits a request to {@code requestBytesMax / 16} values. A limit of bytes is not enough, because a decoded value
     * takes up to 72 bytes of memory.
     */
    private static final int BYTES_PER_VALUE = 16;
    /**
     * Limit of requests that the session handles before the event loop serves other sockets. A short request takes some
     * tens of microseconds, and 64 of them take a few milliseconds.
     */
    static final int REQUESTS_PER_TURN_MAX = 64;
    /** Limit of an error text that is sent to a client, in characters. */
    private static final int ERROR_LENGTH_MAX = 4096;

    private final QServer server;
    private final NetSocketInternal socket;
    private final Frames frames;
    private final LoginPhase loginPhase;
    private final StallTimer incoming;
    private @Nullable QConnection connection;
    private String claimedUser = "";
    private long countedBytes;
    private boolean answering;
    /**
     * True while a worker thread decodes from {@code frames}. The event loop must not use {@code frames} until decoding
     * ends.
     */
    private boolean decoding;

    private boolean ended;

    ClientSession(QServer server, NetSocketInternal socket) {
        this.server = server;
        this.socket = socket;
        this.incoming = server.newStallTimer();
        int bytesMax = server.limits().requestBytesMax();
        this.frames = new Frames(bytesMax, FRAME_CAPACITY, Math.max(FRAME_CAPACITY, bytesMax / BYTES_PER_VALUE));
        this.loginPhase = new LoginPhase(this::login, socket::pause, this::admit, this::refuse);
    }

    boolean isIn() {
        return connection != null;
    }

    void receive(Buffer received) {
        server.received(received.length());
        byte[] bytes = received.getBytes();
        QConnection current = connection;
        if (current == null) {
            loginPhase.receive(bytes);
        } else if (current.isOpen()) {
            current.touch();
            decode(current, bytes, 0);
        }
    }

    private Future<Rights> login(Handshake handshake, BooleanSupplier wanted) {
        claimedUser = handshake.user();
        return server.loginThrottle()
                .admit(
                        socket.channelHandlerContext().channel().remoteAddress(),
                        handshake.user(),
                        handshake.password(),
                        wanted);
    }

    private void admit(Handshake handshake, Rights rights, byte[] received) {
        if (ended) {
            return;
        }
        QConnection admitted = server.admit(socket, this, handshake, rights);
        connection = admitted;
        admitted.write(Buffer.buffer(new byte[] {(byte) handshake.commonCapability()}));
        decode(admitted, received, handshake.bytes());
        if (!answering) {
            socket.resume();
        }
    }

    private void decode(QConnection caller, byte[] bytes, int from) {
        if (frames.pendingBytes() == 0) {
            incoming.start();
        }
        frames.add(bytes, from, bytes.length - from);
        incoming.moved(bytes.length - from);
        dispatchAll(caller);
        countHeld(caller);
    }

    /**
     * Reserves the memory that this session's unfinished request uses. Closes the connection if the server's limit
     * would be exceeded.
     */
    private void countHeld(QConnection caller) {
        if (decoding || ended) {
            return;
        }
        frames.trim();
        long held = frames.retainedBytes();
        long counted = held > FRAME_CAPACITY ? held : 0;
        if (counted > countedBytes && !server.bufferBudget().tryReserve(counted - countedBytes)) {
            caller.cutOff(
                    Refusal.MEMORY,
                    "cut off: all connections together would hold more than "
                            + server.bufferBudget().max() + " bytes");
            return;
        }
        if (counted < countedBytes) {
            server.bufferBudget().release(countedBytes - counted);
        }
        countedBytes = counted;
    }

    /** Closes the socket without sending a byte, as q does, and counts the refusal. */
    void refuse(Refusal refusal, String reason) {
        if (ended) {
            return;
        }
        ended = true;
        loginPhase.finish();
        Caller caller = server.stranger(claimedUser, socket);
        server.audit(caller).refused(refusal, reason);
        server.refusals().note(refusal, caller, reason);
        socket.handler(ignored -> {});
        socket.resume();
        socket.close();
    }

    /**
     * Handles a failure of the socket. A failed TLS handshake is counted as a refusal. Any other failure needs no
     * action, because Vert.x closes the socket.
     */
    void failed(Throwable failure) {
        if (connection == null && ServerTls.isFailure(failure)) {
            refuse(Refusal.TLS, "TLS: " + ServerTls.reason(failure));
        }
    }

    void closeIfIdle(long idleNsMax) {
        QConnection current = connection;
        if (current != null && !answering && !current.isSubscribed() && current.silentNs() > idleNsMax) {
            current.cutOff(Refusal.IDLE, "closed: silent for longer than " + idleNsMax / 1_000_000 + " ms");
        }
    }

    /**
     * Closes the connection if the client stops sending a request or stops reading an answer. The unfinished request or
     * answer occupies memory that all clients share.
     */
    void closeIfStalled(long stallNsMax) {
        QConnection current = connection;
        if (current == null) {
            return;
        }
        boolean unread = current.unreadAnswerNs() > stallNsMax;
        if (unread || (!answering && frames.pendingBytes() > 0 && incoming.stalledNs() > stallNsMax)) {
            String what = unread ? "read on in its answer" : "sent on in its request";
            current.cutOff(
                    Refusal.STALLED, "cut off: has not " + what + " for longer than " + stallNsMax / 1_000_000 + " ms");
        }
    }

    private void dispatchAll(QConnection caller) {
        try {
            int handled = 0;
            while (!answering && caller.isOpen() && frames.hasMessage()) {
                // Other sockets are served first. A client that sends many requests must not delay other clients.
                if (handled++ == REQUESTS_PER_TURN_MAX) {
                    waitFor(caller, caller.nextTurn());
                } else {
                    incoming.start();
                    dispatch(caller);
                }
            }
        } catch (QFormatException badHeader) {
            caller.cutOff(Refusal.HEADER, "closed: " + reason(badHeader));
        }
    }

    private void dispatch(QConnection caller) {
        MessageKind kind = frames.kind();
        Future<Message> decoded = server.requestDecoder().decode(frames);
        if (decoded.isComplete()) {
            waitFor(caller, onDecoded(caller, kind, decoded));
        } else {
            decoding = true;
            waitFor(caller, decoded.transform(result -> {
                decoding = false;
                return onDecoded(caller, kind, result);
            }));
        }
    }

    private Future<Void> onDecoded(QConnection caller, MessageKind kind, AsyncResult<Message> message) {
        if (message.cause() instanceof QFormatException malformed) {
            caller.note(Refusal.MESSAGE, "malformed message: " + reason(malformed));
            return respond(caller, kind, error("badmsg: " + malformed.getMessage()));
        }
        if (message.failed()) {
            return finish(caller, kind, Future.failedFuture(message.cause()));
        }
        if (kind == MessageKind.RESPONSE) {
            caller.note(Refusal.UNASKED_RESPONSE, "a response without a request");
            return Future.succeededFuture();
        }
        Future<Value> answer = answer(caller, message.result().value());
        return answer.isComplete()
                ? finish(caller, kind, answer)
                : answer.transform(result -> finish(caller, kind, result));
    }

    /**
     * Returns the reason to log for a malformed message. If the message is too long, the reason names the configuration
     * key of the limit.
     */
    private static String reason(QFormatException malformed) {
        return malformed.kind() == QFormatException.Kind.LENGTH
                ? malformed.getMessage() + " (a gateway's requestBytesMax, a tickerplant's messageBytesMax)"
                : String.valueOf(malformed.getMessage());
    }

    /**
     * Stops reading requests until {@code answered} completes. Answers are therefore sent in the order of their
     * requests.
     */
    private void waitFor(QConnection caller, Future<Void> answered) {
        if (answered.isComplete()) {
            return;
        }
        answering = true;
        socket.pause();
        answered.onComplete(done -> {
            answering = false;
            caller.touch();
            incoming.start();
            socket.resume();
            dispatchAll(caller);
            if (caller.isOpen()) {
                countHeld(caller);
            }
        });
    }

    /**
     * Passes a request to the application. The application can complete its future on any thread. The returned future
     * completes on this session's event loop.
     */
    private Future<Value> answer(QConnection caller, Value request) {
        try {
            return server.onEventLoop(server.requestDecoder()
                    .symbols()
                    .within(() -> server.handler().handle(caller, request)));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
            return Future.failedFuture(failure);
        }
    }

    /**
     * Creates a q error and cuts a text that is too long. Zero bytes become question marks, because a zero byte ends
     * the text on the wire.
     */
    private static ErrorValue error(String text) {
        String shown = text.length() > ERROR_LENGTH_MAX ? text.substring(0, ERROR_LENGTH_MAX) + ".." : text;
        return new ErrorValue(shown.replace('\0', '?'));
    }

    private Future<Void> finish(QConnection caller, MessageKind kind, AsyncResult<Value> result) {
        if (result.succeeded()) {
            return respond(caller, kind, result.result());
        }
        Throwable failure = result.cause();
        // The request's text contains a new symbol, but the process has reached its limit of symbols.
        if (failure instanceof QFormatException noRoom) {
            caller.note(Refusal.MESSAGE, "malformed message: " + noRoom.getMessage());
            return respond(caller, kind, error("limit: " + noRoom.getMessage()));
        }
        if (failure instanceof QError error) {
            if (kind == MessageKind.ASYNC) {
                caller.note(Refusal.ASYNC_ERROR, "async message failed: " + error.text());
            }
            return respond(caller, kind, error(error.text()));
        }
        caller.note(Refusal.INTERNAL, "request failed", failure);
        return respond(caller, kind, error("internal: " + failure));
    }

    private Future<Void> respond(QConnection caller, MessageKind kind, Value answer) {
        if (kind != MessageKind.SYNC || !caller.isOpen()) {
            return Future.succeededFuture();
        }
        Future<ReplyEncoder.Encoded> encoding = server.replyEncoder().encode(answer, caller.packs());
        if (encoding.isComplete()) {
            send(caller, null, encoding.result());
            return Future.succeededFuture();
        }
        Outbox.Place place = caller.reserve();
        return encoding.map(encoded -> {
            send(caller, place, encoded);
            return null;
        });
    }

    private void send(QConnection caller, Outbox.@Nullable Place place, ReplyEncoder.Encoded encoded) {
        Refusal refusal = encoded.refusal();
        if (refusal != null) {
            caller.note(refusal, encoded.reason(), encoded.cause());
        }
        Runnable gone = () -> server.bufferBudget().release(encoded.reserved());
        if (place == null) {
            caller.answer(encoded.bytes(), gone);
        } else {
            caller.fill(place, encoded.bytes(), gone);
        }
    }

    void closed() {
        ended = true;
        loginPhase.finish();
        server.bufferBudget().release(countedBytes);
        countedBytes = 0;
        QConnection current = connection;
        if (current != null) {
            current.closed();
            server.forget(current);
        }
    }
}
