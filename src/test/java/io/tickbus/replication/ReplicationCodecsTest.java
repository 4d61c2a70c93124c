package io.tickbus.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.QCodec;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FullSymbols;
import io.tickbus.q.GeneralList;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.wire.Encoder;
import io.tickbus.table.RandomRows;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages between subscribers and owners on other nodes are encoded and decoded. */
@ExtendWith(VertxExtension.class)
class ReplicationCodecsTest {
    private static final Flip EVERY_TYPE = RandomRows.rows(RandomRows.everyType(0), 100, new Random(31));
    private static final PartitionEpoch EPOCH = new PartitionEpoch(1, 2);

    private static <T> T overTheWire(QCodec<T> codec, T message) {
        return codec.decodeFromWire(0, encoded(codec, message));
    }

    private static <T> Buffer encoded(QCodec<T> codec, T message) {
        Buffer buffer = Buffer.buffer();
        codec.encodeToWire(buffer, message);
        return buffer;
    }

    @Test
    void batchOfEveryTypeIsTheSameBehindTheWire() {
        PartitionBatch batch =
                new PartitionBatch("trade", "main", new PartitionEpoch(1L << 41, 6), Long.MAX_VALUE - 1, EVERY_TYPE);
        assertThat(overTheWire(PartitionBatch.CODEC, batch)).isEqualTo(batch);
    }

    @Test
    void bytesOfABatchAreThoseOfItsFieldsInOrder() {
        PartitionBatch rows = new PartitionBatch("trade", "main", EPOCH, 7, EVERY_TYPE);
        Flip none = EVERY_TYPE.slice(0, 0);
        PartitionBatch endOfDay = new PartitionBatch(
                "trade", "main", EPOCH, 7, none, ControlRecord.endOfDay(null, LogPosition.startAfter("sym")));
        GeneralList epoch = new GeneralList(Atom.ofLong(1), Atom.ofLong(2));
        GeneralList next = new GeneralList(Atom.symbol("sym"), Atom.ofLong(0), Atom.ofLong(0), Atom.ofBoolean(true));
        GeneralList controlRecord =
                new GeneralList(Atom.symbol("end_of_day"), next, Atom.symbol(""), Atom.ofLong(0), ByteVector.chars(""));
        assertThat(body(rows))
                .isEqualTo(Encoder.body(
                        new GeneralList(Atom.symbol("trade"), Atom.symbol("main"), epoch, Atom.ofLong(7), EVERY_TYPE)));
        assertThat(body(endOfDay))
                .isEqualTo(Encoder.body(new GeneralList(
                        Atom.symbol("trade"), Atom.symbol("main"), epoch, Atom.ofLong(7), none, controlRecord)));
    }

    private static byte[] body(PartitionBatch batch) {
        Buffer wire = encoded(PartitionBatch.CODEC, batch);
        return wire.getBytes(5, wire.length());
    }

    @Test
    void rowsThatThereIsNoRoomForKeepTheirPlaceAndAMarkIsRead() throws Exception {
        Symbols.id("sym"); // the table's columns are known
        PartitionEpoch partitionEpoch = new PartitionEpoch(1, 2);
        Flip rows = new Flip(List.of("sym"), List.of(SymbolVector.of("A", FullSymbols.NEW)));
        LogPosition next = new LogPosition(FullSymbols.NEW, 0);
        Buffer withRows = renewed(new PartitionBatch("trade", "main", partitionEpoch, 7, rows));
        Buffer withMark = renewed(new PartitionBatch(
                "trade", "main", partitionEpoch, 9, rows.slice(0, 0), ControlRecord.endOfDay(null, next)));
        PartitionBatch batch = FullSymbols.call(() -> PartitionBatch.CODEC.decodeFromWire(0, withRows));
        PartitionBatch mark = FullSymbols.call(() -> PartitionBatch.CODEC.decodeFromWire(0, withMark));

        assertThat(batch.unreadable()).contains("no room for another symbol");
        assertThat(batch.end()).isEqualTo(9);
        assertThat(batch.partition()).isEqualTo("main");
        assertThat(mark.unreadable()).isNull();
        assertThat(Objects.requireNonNull(mark.controlRecord()).logPosition().log())
                .hasSameSizeAs(FullSymbols.NEW)
                .isNotEqualTo("?");
    }

    @Test
    void openingKeepsItsKeysAndAnUnknownPosition() {
        OpenPartition opening = new OpenPartition("quote", "day feed", RandomRows.everyType(3));
        assertThat(overTheWire(OpenPartition.CODEC, opening)).isEqualTo(opening);
    }

    private static Buffer renewed(PartitionBatch batch) {
        return Buffer.buffer(
                FullSymbols.withNew(encoded(PartitionBatch.CODEC, batch).getBytes()));
    }

    @Test
    void inOneJvmABatchCrossesByReference(Vertx vertx) throws Exception {
        ReplicationCodecs.registerAll(vertx);
        ReplicationCodecs.registerAll(vertx);
        PartitionBatch sent = new PartitionBatch("trade", "main", EPOCH, 0, EVERY_TYPE);
        vertx.eventBus().<PartitionBatch>localConsumer("a", message -> message.reply(message.body()));

        Object found = vertx.eventBus()
                .request("a", sent)
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .body();
        assertThat(found).isSameAs(sent);
    }
}
