package io.tickbus.store;

import io.tickbus.config.StoreConfig;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Rows;
import io.tickbus.q.Flip;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionState;
import io.tickbus.table.Snapshot;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;

/** The owner of the tables without a bus: its real logic, on one thread, in a time of its own. */
public final class OwnerLogic {
    /** The epoch of the owner in tests with only one owner. */
    public static final long EPOCH = 1;

    private final FakeHost host = new FakeHost();
    private final Topics topics;

    public OwnerLogic(StoreConfig config) {
        this(config, EPOCH);
    }

    /** @param epoch of this owner, where tests have several */
    public OwnerLogic(StoreConfig config, long epoch) {
        this(config, epoch, false);
    }

    /** @param holdsDisk whether work on the disk waits from the start */
    OwnerLogic(StoreConfig config, boolean holdsDisk) {
        this(config, EPOCH, holdsDisk);
    }

    private OwnerLogic(StoreConfig config, long epoch, boolean holdsDisk) {
        if (holdsDisk) {
            host.holdDisk();
        }
        topics = new Topics(config, epoch, host);
        topics.addConfigured();
    }

    /** Where a partition stands, after making its table if there is none. */
    public PartitionState open(OpenPartition opening) {
        Topic topic = topics.find(opening.topic());
        return (topic != null ? topic : topics.add(opening.topic(), opening.schema())).open(opening);
    }

    /**
     * Applies a batch, or asks.
     *
     * @throws ReplyException when the owner refuses it
     * @throws IllegalStateException when the owner holds it: see {@link #send}
     */
    public AppendReply append(PartitionBatch batch) {
        return result(send(batch));
    }

    private static AppendReply result(Future<AppendReply> reply) {
        if (reply.failed() && reply.cause() instanceof ReplyException refused) {
            throw refused;
        }
        if (!reply.succeeded()) {
            throw new IllegalStateException("no reply yet", reply.cause());
        }
        return reply.result();
    }

    /** The reply to a batch, which comes later when the owner holds it for the end of a day. */
    public Future<AppendReply> send(PartitionBatch batch) {
        return topic(batch.topic()).append(batch);
    }

    /** Applies rows of a client, as {@link #append(PartitionBatch)} does. */
    public AppendReply append(Batch batch) {
        return result(send(batch));
    }

    /** The reply to rows of a client. */
    public Future<AppendReply> send(Batch batch) {
        return topic(batch.topic()).append(batch);
    }

    /** The reply to a request as the fetch address takes it. */
    public Future<Rows> fetch(String topic, JsonObject request) {
        return topic(topic).fetches().fetch(request);
    }

    /** All rows of a table that can be read now. */
    public Flip rows(String topic) {
        Snapshot table = topic(topic).snapshot();
        return table.rows(table.firstOffset(), table.nextOffset());
    }

    /** Returns the description of a table, as at {@code tickbus.tables}. */
    public JsonObject describe(String topic) {
        return topic(topic).describe();
    }

    /** Lets time pass; timers run as they fall due. */
    public void advance(long ms) {
        host.advance(ms);
    }

    /** Everything published until now, oldest first. */
    public List<JsonObject> events() {
        return List.copyOf(host.events());
    }

    FakeHost host() {
        return host;
    }

    Topics topics() {
        return topics;
    }

    Topic topic(String name) {
        return Objects.requireNonNull(topics.find(name), name);
    }
}
