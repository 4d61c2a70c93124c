package io.tickbus.javakdb;

import io.tickbus.event.Failure;
import io.tickbus.event.QCodec;
import io.tickbus.event.UnreadableRows;
import io.tickbus.event.WireFields;
import io.tickbus.q.Atom;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.LongVector;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.List;
import java.util.function.Function;

/**
 * The codec of a class of javakdb on the event bus. It converts on the sender's thread, while the owner appends earlier
 * rows. The receiver gets a {@link Value}, so it needs no class of javakdb. Between nodes a message has the form of {@link
 * QCodec}. A body that cannot be converted becomes {@link UnreadableRows}. Thread-safe.
 */
final class JavakdbCodec<T> implements MessageCodec<T, Object> {
    private final Class<T> type;
    private final Function<T, Value> conversion;
    private final QCodec<Object> wire;

    JavakdbCodec(String name, Class<T> type, Function<T, Value> conversion) {
        this.type = type;
        this.conversion = conversion;
        this.wire = new QCodec<>(
                name,
                Object.class,
                JavakdbCodec::toValues,
                JavakdbCodec::fromFields,
                (outline, reason) -> new UnreadableRows(Failure.LIMIT, reason));
    }

    /** Returns why a body could not be converted. */
    static UnreadableRows unreadable(RuntimeException failure) {
        return failure instanceof QFormatException noRoom
                ? new UnreadableRows(Failure.LIMIT, noRoom.reason())
                : new UnreadableRows(Failure.BAD_ROWS, String.valueOf(failure.getMessage()));
    }

    private static List<Value> toValues(Object body) {
        return body instanceof UnreadableRows rows
                ? List.of(
                        new ErrorValue(rows.reason()),
                        new Atom(new LongVector(QType.LONG, rows.failure().code())))
                : List.of((Value) body);
    }

    private static Object fromFields(WireFields fields) {
        if (fields.value(0) instanceof ErrorValue reason) {
            boolean isLimit = fields.longAt(1) == Failure.LIMIT.code();
            return new UnreadableRows(isLimit ? Failure.LIMIT : Failure.BAD_ROWS, reason.text());
        }
        return fields.value(0);
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
    public Object decodeFromWire(int at, Buffer buffer) {
        return wire.decodeFromWire(at, buffer);
    }

    @Override
    public Object transform(T body) {
        try {
            return conversion.apply(body);
        } catch (JavakdbException | QFormatException failure) {
            return unreadable(failure);
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
