package io.tickbus.store;

import io.tickbus.event.Appended;
import io.tickbus.event.Batch;
import io.tickbus.event.Mark;
import io.tickbus.event.Opening;
import io.tickbus.event.PartitionOpening;
import io.tickbus.event.Standing;
import io.tickbus.q.Schema;
import io.vertx.core.Future;

/** A partition of {@code trade} that keeps count of its own position. */
final class Feed {
    private final OwnerLogic owner;
    private final String name;
    private Opening opening = Opening.NONE;
    private long position;

    Feed(OwnerLogic owner, String name) {
        this.owner = owner;
        this.name = name;
    }

    Standing open() {
        Standing standing = owner.open(new PartitionOpening("trade", name, Schema.of(Owner.trades(0, 0))));
        opening = standing.opening();
        position = standing.position();
        return standing;
    }

    /** Sends trades at the next position. */
    Appended rows(int from, int to) {
        return owner.append(next(from, to));
    }

    /** Sends a mark at the next position. */
    Appended mark(Mark mark) {
        return owner.append(next(mark));
    }

    Future<Appended> sendRows(int from, int to) {
        return owner.send(next(from, to));
    }

    Future<Appended> sendMark(Mark mark) {
        return owner.send(next(mark));
    }

    /** Asks where the partition stands. */
    Appended ask() {
        return owner.append(new Batch("trade", name, opening, 0, Owner.trades(0, 0)));
    }

    Batch next(int from, int to) {
        return moved(new Batch("trade", name, opening, position, Owner.trades(from, to)));
    }

    Batch next(Mark mark) {
        return moved(new Batch("trade", name, opening, position, Owner.trades(0, 0), mark));
    }

    private Batch moved(Batch batch) {
        position = batch.end();
        return batch;
    }
}
