package io.tickbus.replication;

import io.tickbus.event.QCodec;
import io.vertx.core.Vertx;
import java.util.List;

/** The codecs of the messages between subscribers and the owner. */
public final class ReplicationCodecs {
    private ReplicationCodecs() {}

    /**
     * Registers the codecs of this package and the codecs of {@link QCodec#registerAll}. Subscribers and table
     * verticles call this method before they use the bus. Any thread can call it. A repeated call changes nothing.
     */
    public static void registerAll(Vertx vertx) {
        QCodec.registerAll(vertx);
        for (QCodec<?> codec : List.of(PartitionBatch.CODEC, OpenPartition.CODEC, PartitionState.CODEC)) {
            codec.register(vertx);
        }
    }
}
