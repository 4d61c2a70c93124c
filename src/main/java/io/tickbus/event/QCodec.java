package io.tickbus.event;

import io.netty.buffer.ByteBuf;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Decoder;
import io.tickbus.q.wire.Encoder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The codec of one record on the event bus. Within one JVM, a record is passed by reference, because all records are
 * immutable. Between JVMs, the codec encodes into the array behind Vert.x's buffer, and decodes from this array.
 * Copying the bytes would reduce the throughput by up to a sixth. An encoded record is a header of 5 bytes and a q
 * list. The numbers are byte offsets:
 *
 * <pre>
 *  0             1          5
 * +-------------+----------+----------------------------+
 * | WIRE_VERSION| length   | q list of the fields       |
 * +-------------+----------+----------------------------+
 * </pre>
 *
 * @param <T> the class of the record
 */
public final class QCodec<T> implements MessageCodec<T, T> {
    /**
     * The first byte of every message between nodes. A node refuses messages of another version. The version covers all
     * messages between nodes, including the votes on leases.
     *
     * <p>Earlier versions differ as follows. Nodes of versions 1 to 4 do not vote on leases. Nodes of version 5 do not
     * know the control record of a snapshot. They also expect rows where {@link ReplyFormat} returns JSON. Nodes of
     * version 6 do not send {@link Rows#keyNumbers}, {@link Rows#dayEnds} and {@link Rows#endedDay}.
     */
    public static final byte WIRE_VERSION = 7;

    private static final int HEAD_BYTES = 1 + Integer.BYTES;

    private final String name;
    private final Class<T> type;
    private final Function<T, List<Value>> toValues;
    private final Function<WireFields, T> fromFields;
    private final @Nullable BiFunction<WireFields, String, T> withoutRoom;

    /**
     * Creates a codec for a record.
     *
     * @param name the codec's name, equal on all nodes
     * @param type the record's class
     * @param toValues returns the record's fields in a fixed order
     * @param fromFields creates a record from its fields, which have the order of {@code toValues}
     */
    public QCodec(String name, Class<T> type, Function<T, List<Value>> toValues, Function<WireFields, T> fromFields) {
        this(name, type, toValues, fromFields, null);
    }

    /**
     * Creates a codec that can also create records if this process has no room for their symbols.
     *
     * @param name the name of the codec, which all nodes must know
     * @param type the class of the record
     * @param toValues returns the fields of a record as values of q
     * @param fromFields creates the record from its fields
     * @param withoutRoom creates a record from its fields and a reason as text. New symbols in the fields are question
     *     marks. If {@code withoutRoom} is null, decoding fails instead.
     */
    public QCodec(
            String name,
            Class<T> type,
            Function<T, List<Value>> toValues,
            Function<WireFields, T> fromFields,
            @Nullable BiFunction<WireFields, String, T> withoutRoom) {
        this.name = name;
        this.type = type;
        this.toValues = toValues;
        this.fromFields = fromFields;
        this.withoutRoom = withoutRoom;
    }

    /**
     * Registers the codecs of this package, and those of every {@link CodecProvider}, such as javakdb's. The verticles and
     * clients of this library call this method. An application calls it only
     * if it sends the records itself. Any thread may call this. A repeated call changes nothing.
     *
     * @param vertx the Vert.x instance
     */
    public static void registerAll(Vertx vertx) {
        for (QCodec<?> codec : List.of(Batch.CODEC, AppendReply.CODEC, Rows.CODEC, QueryResult.CODEC)) {
            codec.register(vertx);
        }
        CodecProviders.registerAll(vertx);
    }

    /**
     * Registers this codec for its record's class. Any thread may call this. A repeated call changes nothing.
     *
     * @param vertx the Vert.x instance
     */
    public void register(Vertx vertx) {
        try {
            vertx.eventBus().registerDefaultCodec(type, this);
        } catch (IllegalStateException registeredAlready) {
            // Another verticle has already registered the codec. Each verticle registers the codecs, because it can be
            // deployed alone.
        }
    }

    @Override
    public void encodeToWire(Buffer buffer, T message) {
        Value body = new GeneralList(toValues.apply(message).toArray(Value[]::new));
        int length = Encoder.size(body);
        buffer.appendByte(WIRE_VERSION).appendInt(length);
        int from = buffer.length();
        int to = Math.addExact(from, length);
        // Makes room for the body, and moves the end of the buffer to the end of the body.
        buffer.setByte(to - 1, (byte) 0);
        ByteBuf wire = ((BufferInternal) buffer).getByteBuf();
        if (wire.hasArray()) {
            Encoder.encode(body, wire.array(), wire.arrayOffset() + from, wire.arrayOffset() + to);
        } else {
            buffer.setBytes(from, Encoder.body(body));
        }
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
        ByteBuf wire = ((BufferInternal) buffer).getByteBuf();
        byte[] bytes = wire.hasArray() ? wire.array() : buffer.getBytes(bodyAt, bodyAt + length);
        int from = wire.hasArray() ? wire.arrayOffset() + bodyAt : 0;
        Supplier<Decoder> decoder = () -> new Decoder(bytes, from, from + length, true, -from).namingAtoms();
        try {
            return fromFields.apply(new WireFields((GeneralList) decoder.get().value()));
        } catch (QFormatException noRoom) {
            if (noRoom.kind() != QFormatException.Kind.SYMBOLS || withoutRoom == null) {
                throw noRoom;
            }
            WireFields outline =
                    new WireFields((GeneralList) decoder.get().outlining().value());
            return withoutRoom.apply(outline, noRoom.reason());
        }
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
