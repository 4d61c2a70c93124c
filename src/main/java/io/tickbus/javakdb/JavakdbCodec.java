package io.tickbus.javakdb;

import io.tickbus.event.QCodec;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.List;
import java.util.function.Function;

/**
 * The codec of a class of javakdb on the event bus. The receiver gets a {@link Value}, so it needs no class of javakdb.
 * Between nodes a message has the form of {@link QCodec}. A body that cannot be converted becomes an
 * {@link ErrorValue}: the owner refuses it with the reason, as it refuses other wrong rows. An exception would reach
 * no requester. Thread-safe.
 */
final class JavakdbCodec<T> implements MessageCodec<T, Value> {
    private final Class<T> type;
    private final Function<T, Value> conversion;
    private final QCodec<Value> wire;

    JavakdbCodec(String name, Class<T> type, Function<T, Value> conversion) {
        this.type = type;
        this.conversion = conversion;
        this.wire = new QCodec<>(
                name, Value.class, List::of, fields -> fields.value(0), (outline, reason) -> new ErrorValue(reason));
    }

    void register(Vertx vertx) {
        try {
            vertx.eventBus().registerDefaultCodec(type, this);
        } catch (IllegalStateException registeredAlready) {
            // Each caller registers, because each part of an application can run alone.
        }
    }

    @Override
    public void encodeToWire(Buffer buffer, T body) {
        wire.encodeToWire(buffer, transform(body));
    }

    @Override
    public Value decodeFromWire(int at, Buffer buffer) {
        return wire.decodeFromWire(at, buffer);
    }

    @Override
    public Value transform(T body) {
        try {
            return conversion.apply(body);
        } catch (JavakdbException | QFormatException e) {
            return new ErrorValue(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String name() {
        return wire.name();
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
