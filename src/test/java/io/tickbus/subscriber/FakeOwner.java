package io.tickbus.subscriber;

import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.q.RowDigests;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.replication.PartitionState;
import io.vertx.core.Context;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** An owner of the table {@code prices} that keeps positions as the real one does, and answers as a test decides. */
final class FakeOwner {
    enum Answer {
        /** Applied and acknowledged. */
        APPLY,
        /** Applied, and the acknowledgement is a failure. */
        APPLY_AND_FAIL,
        /** Applied, and no acknowledgement comes. */
        APPLY_IN_SILENCE,
        /** Not applied, and the reply says so. */
        FAIL,
        /** As if the batch had never come. */
        IGNORE
    }

    /** The numbers applied, as long as only this owner's thread adds to them. */
    final List<Long> numbers = new CopyOnWriteArrayList<>();
    /** The rows of each batch that came, whatever became of it. */
    final List<Integer> batches = new CopyOnWriteArrayList<>();

    final AtomicLong openings = new AtomicLong();
    private final List<Long> applied = new ArrayList<>();
    private final Function<PartitionBatch, Answer> decision;
    private long position;

    FakeOwner(Rig rig, Function<PartitionBatch, Answer> decision) {
        this.decision = decision;
        Context context = rig.vertx.getOrCreateContext();
        var opened = io.vertx.core.Promise.<Void>promise();
        context.runOnContext(turn -> {
            var open = rig.vertx.eventBus().<OpenPartition>consumer(OpenPartition.ADDRESS, this::open);
            var append = rig.vertx.eventBus().<PartitionBatch>consumer(Addresses.append("prices"), this::append);
            io.vertx.core.Future.all(open.completion(), append.completion())
                    .<Void>mapEmpty()
                    .onComplete(opened);
        });
        Rig.await(opened.future());
    }

    private void open(Message<OpenPartition> message) {
        openings.incrementAndGet();
        message.reply(new PartitionState(
                position, 0, LogPosition.NOWHERE, new RowDigests().toVector(), 0, false, PartitionEpoch.NONE));
    }

    private void append(Message<PartitionBatch> message) {
        PartitionBatch batch = message.body();
        if (batch.rows().size() > 0) {
            batches.add(batch.rows().size());
        }
        Answer answer = decision.apply(batch);
        if (answer == Answer.IGNORE) {
            return;
        }
        if (answer == Answer.FAIL) {
            message.fail(-1, "decided so");
            return;
        }
        if (batch.controlRecord() != null && batch.position() == position) {
            position++;
        }
        if (batch.position() > position) {
            message.fail(Failure.GAP.code(), "at " + position + ", not " + batch.position());
            return;
        }
        long from = position - batch.position();
        for (long i = from; i < batch.rows().size(); i++) {
            applied.add(batch.rows().column(0).longAt((int) i));
            position++;
        }
        numbers.addAll(applied);
        applied.clear();
        if (answer == Answer.APPLY) {
            message.reply(new AppendReply(0, batch.rows().size(), position, 0, 0));
        } else if (answer == Answer.APPLY_AND_FAIL) {
            message.fail(-1, "decided so");
        }
    }
}
