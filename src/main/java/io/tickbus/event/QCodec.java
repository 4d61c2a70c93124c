package io.tickbus.event;

import io.netty.buffer.ByteBuf;
import io.tickbus.q.Decoder;
import io.tickbus.q.Encoder;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
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
     * each other, the votes on leases included: nodes of versions 1 to 4 do not vote.
     */
    public static final byte WIRE_VERSION = 5;

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
                Batch.CODEC, PartitionOpening.CODEC, Standing.CODEC, Appended.CODEC, Rows.CODEC, Answer.CODEC)) {
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

    /** Writes into the array that Vert.x sends from, made just large enough: a batch is copied no more than it must be. */
    @Override
    public void encodeToWire(Buffer buffer, T message) {
        GeneralList body = new GeneralList(toValues.apply(message).toArray(Value[]::new));
        int length = Encoder.size(body);
        buffer.appendByte(WIRE_VERSION).appendInt(length);
        ByteBuf wire = ((BufferImpl) buffer).byteBuf();
        if (!wire.hasArray()) {
            buffer.appendBytes(Encoder.body(body));
            return;
        }
        int from = wire.writerIndex();
        int to = Math.addExact(from, length);
        if (wire.capacity() < to) {
            wire.capacity(to);
        }
        int inArray = wire.arrayOffset();
        Encoder.encode(body, wire.array(), inArray + from, inArray + to);
        wire.writerIndex(to);
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
        ByteBuf wire = ((BufferImpl) buffer).byteBuf();
        byte[] bytes = wire.hasArray() ? wire.array() : buffer.getBytes(bodyAt, bodyAt + length);
        int from = wire.hasArray() ? wire.arrayOffset() + bodyAt : 0;
        try {
            Decoder decoder = new Decoder(bytes, from, from + length, true, -from).namingAtoms();
            return fromFields.apply(new Fields((GeneralList) decoder.value()));
        } catch (QFormatException noRoom) {
            if (noRoom.kind() != QFormatException.Kind.SYMBOLS || withoutRoom == null) {
                throw noRoom;
            }
            Decoder outlining = new Decoder(bytes, from, from + length, true, -from).namingAtoms();
            Fields outline = new Fields((GeneralList) outlining.outlining().value());
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
