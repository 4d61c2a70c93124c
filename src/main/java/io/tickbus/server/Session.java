package io.tickbus.server;

import io.tickbus.q.ErrorValue;
import io.tickbus.q.Frames;
import io.tickbus.q.Message;
import io.tickbus.q.MessageKind;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The receiving side of one socket: first its {@link Greeting}, then message after message. */
final class Session {
    private static final int FRAME_CAPACITY = 4096; // requests are short, connections many
    /** What a connection may hold of a request without being asked how much the others hold, in bytes. */
    private static final int UNCOUNTED_BYTES_MAX = 64 * 1024;

    private final QServer server;
    private final NetSocketInternal socket;
    private final Frames frames;
    private final Greeting greeting;
    private @Nullable QConnection connection;
    private long countedBytes;
    private boolean answering;
    private boolean ended;

    Session(QServer server, NetSocketInternal socket) {
        this.server = server;
        this.socket = socket;
        this.frames = new Frames(server.limits().requestBytesMax(), FRAME_CAPACITY);
        this.greeting = new Greeting(server.users(), socket, this::admit, this::refuse);
    }

    boolean isIn() {
        return connection != null;
    }

    void receive(Buffer received) {
        server.received(received.length());
        byte[] bytes = received.getBytes();
        QConnection current = connection;
        if (current == null) {
            greeting.receive(bytes);
        } else if (current.isOpen()) {
            current.moved();
            take(current, bytes, 0);
        }
    }

    private void admit(Handshake handshake, Set<Right> rights, byte[] received) {
        if (ended) {
            return;
        }
        QConnection admitted = server.admit(socket, this, handshake, rights);
        connection = admitted;
        admitted.write(Buffer.buffer(new byte[] {(byte) handshake.commonCapability()}));
        take(admitted, received, handshake.bytes());
    }

    private void take(QConnection caller, byte[] bytes, int from) {
        frames.add(bytes, from, bytes.length - from);
        dispatchAll(caller);
        countPending(caller);
    }

    /** A request that does not come to its end must not hold memory unseen: there are many connections. */
    private void countPending(QConnection caller) {
        int pending = frames.pendingBytes();
        long counted = pending > UNCOUNTED_BYTES_MAX ? pending : 0;
        if (counted > countedBytes && !server.buffered().take(counted - countedBytes)) {
            caller.cutOff(
                    Refusal.MEMORY,
                    "cut off: all connections together would hold more than "
                            + server.buffered().max() + " bytes");
            return;
        }
        if (counted < countedBytes) {
            server.buffered().giveBack(countedBytes - counted);
        }
        countedBytes = counted;
    }

    /** As q does: closes without a byte. */
    void refuse(Refusal refusal, String reason) {
        if (ended) {
            return;
        }
        ended = true;
        greeting.end();
        server.note(refusal, socket.remoteAddress(), "refused: " + reason);
        socket.handler(ignored -> {});
        socket.resume();
        socket.close();
    }

    /** TLS, or the network, went wrong. */
    void failed(Throwable failure) {
        if (connection == null && Tls.isFailure(failure)) {
            refuse(Refusal.TLS, "TLS: " + Tls.reason(failure));
        }
    }

    void closeIfIdle(long nowNs, long idleNsMax) {
        QConnection current = connection;
        if (current != null && !answering && nowNs - current.movedAtNs() > idleNsMax) {
            current.cutOff(Refusal.IDLE, "closed: silent for longer than " + idleNsMax / 1_000_000 + " ms");
        }
    }

    private void dispatchAll(QConnection caller) {
        try {
            while (!answering && caller.isOpen() && frames.hasMessage()) {
                dispatch(caller);
            }
        } catch (QFormatException badHeader) {
            caller.cutOff(Refusal.HEADER, "closed: " + badHeader.getMessage());
        }
    }

    private void dispatch(QConnection caller) {
        MessageKind kind = frames.kind();
        Message message;
        try {
            message = frames.take();
        } catch (QFormatException malformed) {
            server.note(Refusal.MESSAGE, caller, "malformed message: " + malformed.getMessage());
            waitFor(caller, respond(caller, kind, new ErrorValue("badmsg: " + malformed.getMessage())));
            return;
        }
        if (kind == MessageKind.RESPONSE) {
            server.note(Refusal.UNASKED_RESPONSE, caller, "a response that nobody asked for");
            return;
        }
        Future<Value> answer = answer(caller, message.value());
        if (answer.isComplete()) {
            waitFor(caller, finish(caller, kind, answer));
        } else {
            waitFor(caller, answer.transform(result -> finish(caller, kind, result)));
        }
    }

    /** Answers nothing else meanwhile, so that answers leave in the order of their requests. */
    private void waitFor(QConnection caller, Future<Void> answered) {
        if (answered.isComplete()) {
            return;
        }
        answering = true;
        socket.pause();
        answered.onComplete(done -> {
            answering = false;
            caller.moved();
            socket.resume();
            dispatchAll(caller);
            if (caller.isOpen()) {
                countPending(caller);
            }
        });
    }

    private Future<Value> answer(QConnection caller, Value request) {
        try {
            return server.handler().handle(caller, request);
        } catch (RuntimeException | StackOverflowError failure) {
            return Future.failedFuture(failure);
        }
    }

    private Future<Void> finish(QConnection caller, MessageKind kind, AsyncResult<Value> result) {
        if (result.succeeded()) {
            return respond(caller, kind, result.result());
        }
        Throwable failure = result.cause();
        if (failure instanceof QError error) {
            if (kind == MessageKind.ASYNC) {
                server.note(Refusal.ASYNC_ERROR, caller, "async message failed: " + error.text());
            }
            return respond(caller, kind, new ErrorValue(error.text()));
        }
        server.note(Refusal.INTERNAL, caller, "request failed", failure);
        return respond(caller, kind, new ErrorValue("internal: " + failure));
    }

    private Future<Void> respond(QConnection caller, MessageKind kind, Value answer) {
        if (kind != MessageKind.SYNC || !caller.isOpen()) {
            return Future.succeededFuture();
        }
        Future<Answers.Encoded> encoding = server.answers().encode(answer, caller.packs());
        if (encoding.isComplete()) {
            send(caller, null, encoding.result());
            return Future.succeededFuture();
        }
        Outbox.Place place = caller.hold();
        return encoding.map(encoded -> {
            send(caller, place, encoded);
            return null;
        });
    }

    private void send(QConnection caller, Outbox.@Nullable Place place, Answers.Encoded encoded) {
        Refusal refusal = encoded.refusal();
        if (refusal != null) {
            server.note(refusal, caller, encoded.reason(), encoded.cause());
        }
        Runnable gone = () -> server.buffered().giveBack(encoded.taken());
        if (place == null) {
            caller.write(encoded.bytes(), gone);
        } else {
            caller.fill(place, encoded.bytes(), gone);
        }
    }

    void closed() {
        ended = true;
        greeting.end();
        server.buffered().giveBack(countedBytes);
        countedBytes = 0;
        QConnection current = connection;
        if (current != null) {
            current.closed();
            server.forget(current);
        }
    }
}
