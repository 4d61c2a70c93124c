package io.tickbus.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.tickbus.q.Flip;
import io.tickbus.q.FullSymbols;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.table.RandomRows;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.junit5.VertxExtension;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages between nodes are encoded and decoded. */
@ExtendWith(VertxExtension.class)
class QCodecTest {
    private static final String AHEAD = "bytes of the bus";

    private static final Flip EVERY_TYPE = RandomRows.rows(RandomRows.everyType(0), 100, new Random(31));

    /** Where Vert.x puts a body: behind bytes of its own, and in front of others. */
    private static <T> T overTheWire(QCodec<T> codec, T message) {
        Buffer buffer = Buffer.buffer(AHEAD);
        codec.encodeToWire(buffer, message);
        return codec.decodeFromWire(AHEAD.length(), buffer.appendString("and more"));
    }

    @Test
    void batchOfEveryTypeIsTheSameBehindTheWire() {
        Batch batch = Batch.of("trade", EVERY_TYPE);
        assertThat(overTheWire(Batch.CODEC, batch)).isEqualTo(batch);
    }

    @Test
    void clientsRowsThatThereIsNoRoomForAreMarked() throws Exception {
        Flip rows = new Flip(List.of("sym"), List.of(SymbolVector.of("A", FullSymbols.NEW)));
        Buffer wire = Buffer.buffer();
        Batch.CODEC.encodeToWire(wire, Batch.of("trade", rows));
        Symbols.id("sym"); // the table's columns are known
        Buffer renewed = Buffer.buffer(FullSymbols.withNew(wire.getBytes()));
        Batch batch = FullSymbols.call(() -> Batch.CODEC.decodeFromWire(0, renewed));
        assertThat(batch.topic()).isEqualTo("trade");
        assertThat(batch.unreadable()).contains("no room for another symbol");
        assertThat(batch.rows().size()).isEqualTo(2);
    }

    @Test
    void buffersOutsideTheHeapDoAsWell() {
        Batch batch = Batch.of("trade", EVERY_TYPE);
        Buffer direct = BufferInternal.buffer(Unpooled.directBuffer()).appendString(AHEAD);
        Batch.CODEC.encodeToWire(direct, batch);
        Buffer onHeap = Buffer.buffer(AHEAD);
        Batch.CODEC.encodeToWire(onHeap, batch);
        assertThat(direct.getBytes()).isEqualTo(onHeap.getBytes());
        assertThat(Batch.CODEC.decodeFromWire(AHEAD.length(), direct)).isEqualTo(batch);
    }

    @Test
    void answerThatThereIsNoRoomForIsNotRead() throws Exception {
        Flip rows = new Flip(List.of("sym"), List.of(SymbolVector.of(FullSymbols.NEW)));
        Buffer wire = Buffer.buffer();
        Rows.CODEC.encodeToWire(wire, new Rows(0, 1, rows, 1, 1));
        Buffer renewed = Buffer.buffer(FullSymbols.withNew(wire.getBytes()));
        FullSymbols.run(() -> {
            assertThatThrownBy(() -> Rows.CODEC.decodeFromWire(0, renewed)).isInstanceOf(QFormatException.class);
        });
    }

    @Test
    void bodyThatEndsBeforeItsLengthIsRefused() {
        Buffer buffer = Buffer.buffer();
        Batch.CODEC.encodeToWire(buffer, Batch.of("trade", EVERY_TYPE));
        Buffer cut = buffer.getBuffer(0, buffer.length() - 1);
        assertThatThrownBy(() -> Batch.CODEC.decodeFromWire(0, cut)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void sliceIsSentWithoutTheRowsAroundIt() {
        Batch batch = Batch.of("trade", EVERY_TYPE.slice(10, 3));
        Batch found = overTheWire(Batch.CODEC, batch);
        assertThat(found).isEqualTo(batch);
        assertThat(found.rows().size()).isEqualTo(3);
    }

    @Test
    void acknowledgementIsTheSameBehindTheWire() {
        AppendReply appendReply = new AppendReply(1L << 40, Integer.MAX_VALUE, 1L << 50, 3, 1L << 41);
        assertThat(overTheWire(AppendReply.CODEC, appendReply)).isEqualTo(appendReply);
        assertThat(overTheWire(AppendReply.CODEC, new AppendReply(0, 0, 0, 0, 0)))
                .isEqualTo(new AppendReply(0, 0, 0, 0, 0));
    }

    @Test
    void rowsAreTheSameBehindTheWire() {
        Rows rows = new Rows(5, 105, EVERY_TYPE, 3, 1L << 41);
        assertThat(overTheWire(Rows.CODEC, rows)).isEqualTo(rows);
        Rows none = new Rows(7, 7, RandomRows.everyType(0).empty(), 0, 1);
        assertThat(overTheWire(Rows.CODEC, none)).isEqualTo(none);
        Rows numbered = new Rows(7, 9, EVERY_TYPE.slice(0, 2), 0, 1, new IntVector(QType.INT, 1, 0));
        assertThat(overTheWire(Rows.CODEC, numbered)).isEqualTo(numbered);
        assertThat(overTheWire(Rows.CODEC, rows.withDayEnds(7))).isEqualTo(rows.withDayEnds(7));
        Rows ended = Rows.endOfDay(3, 7, RandomRows.everyType(0).empty(), 0, 1, 2, LocalDate.of(2026, 12, 1));
        assertThat(overTheWire(Rows.CODEC, ended)).isEqualTo(ended);
        assertThat(ended.toJson().getString("endedDay")).isEqualTo("2026-12-01");
        assertThat(rows.toJson().containsKey("endedDay")).isFalse();
    }

    @Test
    void firstByteIsTheVersionThenTheLength() {
        Buffer buffer = Buffer.buffer();
        AppendReply.CODEC.encodeToWire(buffer, new AppendReply(1, 2, 3, 4, 5));
        assertThat(buffer.getByte(0)).isEqualTo(QCodec.WIRE_VERSION);
        assertThat(buffer.getInt(1)).isEqualTo(buffer.length() - 5);
    }

    @Test
    void anotherVersionIsRefusedNamingBoth() {
        Buffer buffer = Buffer.buffer();
        AppendReply.CODEC.encodeToWire(buffer, new AppendReply(1, 2, 3, 4, 5));
        buffer.setByte(0, (byte) 9);

        assertThatThrownBy(() -> AppendReply.CODEC.decodeFromWire(0, buffer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a node of wire version 9 sent a tickbus.appended; this one speaks version "
                        + QCodec.WIRE_VERSION);
    }

    @Test
    void recordOfAnotherKindIsNotMistakenForThisOne() {
        Buffer buffer = Buffer.buffer();
        AppendReply.CODEC.encodeToWire(buffer, new AppendReply(1, 2, 3, 4, 5));
        assertThatThrownBy(() -> Batch.CODEC.decodeFromWire(0, buffer)).isInstanceOf(ClassCastException.class);
    }

    @Test
    void inOneJvmARecordCrossesByReference(Vertx vertx) throws Exception {
        QCodec.registerAll(vertx);
        QCodec.registerAll(vertx);
        Batch sent = Batch.of("t", new Flip(List.of("n"), List.of(new LongVector(QType.LONG, 1))));
        vertx.eventBus().<Batch>localConsumer("a", message -> message.reply(message.body()));

        Object found = vertx.eventBus()
                .request("a", sent)
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .body();
        assertThat(found).isSameAs(sent);
    }
}
