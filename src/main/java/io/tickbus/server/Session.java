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
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The receiving side of one socket: first its handshake, then message after message. */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int FRAME_CAPACITY = 4096; // requests are short, connections many

    private final QServer server;
    private final NetSocketInternal socket;
    private final Frames frames;
    private byte[] greeting = new byte[0];
    private @Nullable QConnection connection;
    private boolean answering;
    private boolean refused;

    Session(QServer server, NetSocketInternal socket) {
        this.server = server;
        this.socket = socket;
        this.frames = new Frames(server.limits().messageBytesMax(), FRAME_CAPACITY);
    }

    boolean isIn() {
        return connection != null;
    }

    void receive(Buffer received) {
        byte[] bytes = received.getBytes();
        QConnection current = connection;
        if (current == null) {
            greet(bytes);
        } else if (current.isOpen()) {
            frames.add(bytes, 0, bytes.length);
            dispatchAll(current);
        }
    }

    private void greet(byte[] bytes) {
        int known = greeting.length;
        greeting = Arrays.copyOf(greeting, known + bytes.length);
        System.arraycopy(bytes, 0, greeting, known, bytes.length);
        int size = Math.min(greeting.length, Handshake.BYTES_MAX);
        Handshake handshake = Handshake.read(greeting, size);
        if (handshake == null) {
            if (size == Handshake.BYTES_MAX) {
                refuse("its handshake has no end within " + Handshake.BYTES_MAX + " bytes");
            }
            return;
        }
        if (!server.users().admit(handshake.user(), handshake.password())) {
            refuse("wrong user or password, user \"" + handshake.user() + "\"");
            return;
        }
        QConnection admitted = server.admit(socket, handshake);
        connection = admitted;
        admitted.write(Buffer.buffer(new byte[] {(byte) handshake.commonCapability()}));
        frames.add(greeting, handshake.bytes(), greeting.length - handshake.bytes());
        greeting = new byte[0];
        dispatchAll(admitted);
    }

    /** As q does: closes without a byte. */
    void refuse(String reason) {
        if (refused) {
            return;
        }
        refused = true;
        LOG.warn("{} refused: {}", socket.remoteAddress(), reason);
        greeting = new byte[0];
        socket.handler(ignored -> {});
        socket.close();
    }

    private void dispatchAll(QConnection caller) {
        try {
            while (!answering && caller.isOpen() && frames.hasMessage()) {
                dispatch(caller);
            }
        } catch (QFormatException badHeader) {
            LOG.warn("{} closed: {}", caller, badHeader.getMessage());
            caller.abort();
        }
    }

    private void dispatch(QConnection caller) {
        MessageKind kind = frames.kind();
        Message message;
        try {
            message = frames.take();
        } catch (QFormatException malformed) {
            reject(caller, kind, malformed);
            return;
        }
        if (kind == MessageKind.RESPONSE) {
            LOG.warn("{}: a response that nobody asked for", caller);
            return;
        }
        Future<Value> answer = answer(caller, message.value());
        if (answer.isComplete()) {
            finish(caller, kind, answer);
            return;
        }
        answering = true;
        socket.pause();
        answer.onComplete(result -> {
            answering = false;
            finish(caller, kind, result);
            socket.resume();
            dispatchAll(caller);
        });
    }

    private void reject(QConnection caller, MessageKind kind, QFormatException malformed) {
        LOG.warn("{}: malformed message: {}", caller, malformed.getMessage());
        if (kind == MessageKind.SYNC) {
            respond(caller, new ErrorValue("badmsg: " + malformed.getMessage()));
        }
    }

    private Future<Value> answer(QConnection caller, Value request) {
        try {
            return server.handler().handle(caller, request);
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private static void finish(QConnection caller, MessageKind kind, AsyncResult<Value> result) {
        Value answer;
        if (result.succeeded()) {
            answer = result.result();
        } else if (result.cause() instanceof QError error) {
            answer = new ErrorValue(error.text());
            if (kind == MessageKind.ASYNC) {
                LOG.warn("{}: async message failed: {}", caller, error.text());
            }
        } else {
            LOG.error("{}: request failed", caller, result.cause());
            answer = new ErrorValue("internal: " + result.cause());
        }
        if (kind == MessageKind.SYNC) {
            respond(caller, answer);
        }
    }

    private static void respond(QConnection caller, Value answer) {
        EncodedMessage message;
        try {
            message = EncodedMessage.of(MessageKind.RESPONSE, answer);
        } catch (RuntimeException failure) {
            LOG.error("{}: answer cannot be encoded", caller, failure);
            message = EncodedMessage.of(MessageKind.RESPONSE, new ErrorValue("internal: " + failure.getMessage()));
        }
        caller.send(message);
    }

    void closed() {
        QConnection current = connection;
        if (current != null) {
            current.closed();
            server.forget(current);
        }
    }
}
