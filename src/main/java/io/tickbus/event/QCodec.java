package io.tickbus.event;

import io.tickbus.q.GeneralList;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Decoder;
import io.tickbus.q.wire.Encoder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries a record over the bus: by reference in one JVM, since all of ours are immutable, and between JVMs as a q list.
 *
 * <pre>
 *  0             1          5
 * +-------------+----------+----------------------------+
 * | WIRE_VERSION| length   | q list of the fields       |
 * +-------------+----------+----------------------------+
 * </pre>
 */
public final class QCodec<T> implements MessageCodec<T, T> {
    /**
     * The first byte of every message between nodes; a node that sends another one is refused. It changes with all that nodes say to
     * each other, the votes on leases included: nodes of versions 1 to 4 do not vote. Nodes of version 5 know no mark of a snapshot, and
     * expect rows where {@link ReplyFormat} gives JSON.
     */
    public static final byte WIRE_VERSION = 6;

    private static final int HEAD_BYTES = 1 + Integer.BYTES;

    private final String name;
    private final Class<T> type;
    private final Function<T, List<Value>> toValues;
    private final Function<Fields, T> fromFields;
    private final @Nullable BiFunction<Fields, String, T> withoutRoom;

    QCodec(String name, Class<T> type, Function<T, List<Value>> toValues, Function<Fields, T> fromFields) {
        this(name, type, toValues, fromFields, null);
    }

    /**
     * @param withoutRoom what comes of fields that this process has no room for, whose new symbols are question marks, and of the
     *     reason; null where the receiver gets the exception
     */
    QCodec(
            String name,
            Class<T> type,
            Function<T, List<Value>> toValues,
            Function<Fields, T> fromFields,
            @Nullable BiFunction<Fields, String, T> withoutRoom) {
        this.name = name;
        this.type = type;
        this.toValues = toValues;
        this.fromFields = fromFields;
        this.withoutRoom = withoutRoom;
    }

    /** Registers every codec of ours, once for a Vert.x however often it is called; a node must before it uses the bus. */
    public static void registerAll(Vertx vertx) {
        for (QCodec<?> codec : List.of(
                Batch.CODEC,
                OpenPartition.CODEC,
                PartitionState.CODEC,
                AppendReply.CODEC,
                Rows.CODEC,
                QueryResult.CODEC)) {
            codec.register(vertx);
        }
    }

    private void register(Vertx vertx) {
        try {
            vertx.eventBus().registerDefaultCodec(type, this);
        } catch (IllegalStateException registeredAlready) {
            // Another verticle of this Vert.x did it: each registers for itself, since it may be deployed alone.
        }
    }

    @Override
    public void encodeToWire(Buffer buffer, T message) {
        byte[] body = Encoder.body(new GeneralList(toValues.apply(message).toArray(Value[]::new)));
        buffer.appendByte(WIRE_VERSION).appendInt(body.length).appendBytes(body);
    }

    @Override
    public T decodeFromWire(int at, Buffer buffer) {
        byte version = buffer.getByte(at);
        if (version != WIRE_VERSION) {
            throw new IllegalStateException("a node of wire version " + version + " sent a " + name
                    + "; this one speaks version " + WIRE_VERSION);
        }
        int length = buffer.getInt(at + 1);
        int bodyAt = Objects.checkFromIndexSize(at + HEAD_BYTES, length, buffer.length());
        byte[] body = buffer.getBytes(bodyAt, bodyAt + length);
        try {
            return fromFields.apply(new Fields((GeneralList) decoder(body).value()));
        } catch (QFormatException noRoom) {
            if (noRoom.kind() != QFormatException.Kind.SYMBOLS || withoutRoom == null) {
                throw noRoom;
            }
            Fields outline = new Fields((GeneralList) decoder(body).outlining().value());
            return withoutRoom.apply(outline, noRoom.reason());
        }
    }

    private static Decoder decoder(byte[] body) {
        return new Decoder(body, 0, body.length, true, 0).namingAtoms();
    }

    @Override
    public T transform(T message) {
        return message;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
