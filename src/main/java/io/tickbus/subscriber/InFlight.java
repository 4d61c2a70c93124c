package io.tickbus.subscriber;

import io.tickbus.event.Appended;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.tickbus.event.Opening;
import io.tickbus.event.PartitionOpening;
import io.tickbus.event.Standing;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.subscriber.Unacknowledged.Released;
import io.tickbus.subscriber.Unacknowledged.Sent;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one partition that the owner has not acknowledged, oldest first. They go without asking for a reply each: an
 * acknowledgement says the position that the owner has come to, and so acknowledges all before it. It is asked for by an empty
 * batch behind the others: now and then by whoever reads, and at once when the window fills; one at a time.
 *
 * <p>When the owner misses rows before those that came (a gap), or nothing comes back, nothing more is sent until it has said
 * where it stands. Then what it does not have is sent again, in order. An owner that stands where these batches cannot be
 * joined on (it is a new one, say) has lost rows. If the tickerplant's log has them, what is here is given up, and the session
 * with it: the next one begins where the owner stands. Else it is said, and what is here follows.
 *
 * <p>{@link #send} belongs to the thread that reads; acknowledgements come on any.
 */
final class InFlight {
    /** Between a failure and asking the owner where it stands. */
    static final int RECOVER_DELAY_MS = 200;
    /** Between an answer that acknowledged nothing and the next question. */
    private static final int ASK_AGAIN_MS = 20;

    private static final String OWNER_LOST_ROWS = "the owner no longer has what it had";

    private final Host host;
    private final String topic;
    private final String partition;
    private final Schema schema;
    private final Window window;
    private final TableCounters counters;
    private final Rejections rejections;
    private final Runnable lostRows;
    private final Unacknowledged unacknowledged = new Unacknowledged(); // the lock of all that follows
    private Opening opening = Opening.NONE;
    private long position;
    private LogPlace place = LogPlace.NOWHERE; // of the owner, at its last mark
    private int life; // what was asked in another one is of no interest
    private long acknowledgedTo;
    private long refused;
    private boolean asking;
    private boolean askAgain;
    private boolean asksLater;
    private boolean recovering;
    private boolean begun; // and not at rest
    private boolean lost;
    private boolean replayable;
    private boolean closed;

    /**
     * @param lostRows called, on any thread, when the owner does not have what it had acknowledged
     */
    InFlight(
            Host host,
            String topic,
            String partition,
            Schema schema,
            Window window,
            TableCounters counters,
            Rejections rejections,
            Runnable lostRows) {
        this.host = host;
        this.topic = topic;
        this.partition = partition;
        this.schema = schema;
        this.window = window;
        this.counters = counters;
        this.rejections = rejections;
        this.lostRows = lostRows;
    }

    /** Asks the owner where it stands. */
    Future<Standing> open() {
        return host.open(new PartitionOpening(topic, partition, schema));
    }

    /**
     * Begins anew where the owner stands; nothing is in flight then. Until the session has decided how to go on, an owner that has
     * less ends the session: what was decided would rest on rows that are gone.
     */
    void begin(Standing here) {
        synchronized (unacknowledged) {
            giveUp();
            life++;
            begun = true;
            replayable = true;
            opening = here.opening();
            position = here.position();
            place = here.place();
            acknowledgedTo = here.position();
            refused = here.refused(); // not of ours
            lost = false;
        }
    }

    /** Nothing is in flight, and nobody is to be asked before it begins anew. */
    void rest() {
        synchronized (unacknowledged) {
            if (unacknowledged.isEmpty()) {
                begun = false;
                life++;
                asking = false;
                recovering = false;
            }
        }
    }

    /** Notes that the next session cannot bring again what the owner may lose: it is said to be missing then. */
    void cannotReplay() {
        synchronized (unacknowledged) {
            replayable = false;
        }
    }

    boolean isReplayable() {
        synchronized (unacknowledged) {
            return replayable;
        }
    }

    /**
     * Sends rows that have their place in the window.
     *
     * @return false when they can never be sent: past 2 GB on the way to another node
     */
    boolean send(Flip rows, long bytes) {
        return send(rows, null, bytes);
    }

    /** Sends a mark that has its place in the window. */
    void send(Mark mark, long bytes) {
        send(schema.empty(), mark, bytes);
    }

    private boolean send(Flip rows, @Nullable Mark mark, long bytes) {
        synchronized (unacknowledged) { // sent inside, so that batches get on the bus in order
            Sent sent = append(rows, mark, bytes);
            if (lost) {
                giveUp();
            } else if (!recovering) {
                if (!send(sent.batch())) {
                    position = unacknowledged.removeLast().batch().position();
                    window.leave(sent.places(), bytes);
                    return false;
                }
                if (window.isFilling()) {
                    ask();
                }
            }
            return true;
        }
    }

    private Sent append(Flip rows, @Nullable Mark mark, long bytes) {
        Sent sent = new Sent(new Batch(topic, partition, opening, position, rows, mark), bytes, host.nanoTime());
        unacknowledged.add(sent);
        position = sent.batch().end();
        return sent;
    }

    private boolean send(Batch batch) {
        try {
            host.send(batch);
            return true;
        } catch (RuntimeException unsendable) {
            rejections.reject(topic, Reason.UNSENDABLE, String.valueOf(unsendable.getMessage()));
            return false;
        }
    }

    /** Asks for an acknowledgement of all that was sent; of what was sent after an open question, when that is answered. */
    void ask() {
        synchronized (unacknowledged) {
            if (!unacknowledged.isEmpty()) {
                check();
            }
        }
    }

    private void askNow() {
        synchronized (unacknowledged) {
            asksLater = false;
            ask();
        }
    }

    /** Asks whether the owner stands where it should, though nothing may be in flight. A partition at rest is not asked about. */
    void check() {
        synchronized (unacknowledged) {
            askAgain = asking && !unacknowledged.isEmpty();
            if (asking || recovering || closed || lost || !begun) {
                return;
            }
            asking = true; // before: a failure may come back at once, on this thread
            Batch question = new Batch(topic, partition, opening, position, schema.empty());
            int asked = life;
            host.ask(question).onSuccess(here -> answered(asked, here)).onFailure(reason -> recoverSoon(asked, reason));
        }
    }

    private void answered(int asked, Appended here) {
        synchronized (unacknowledged) {
            if (asked != life) {
                return;
            }
            if (here.epoch() != opening.epoch()) { // of an owner that was replaced: what it has counts no more
                recoverSoon(asked, Failure.FENCED.because("an acknowledgement of another owner's epoch"));
                return;
            }
            asking = false;
            boolean moved = here.position() > acknowledgedTo;
            acknowledgedTo = here.position();
            acknowledge(here.position(), here.refused());
            if (moved && (askAgain || window.isFilling())) {
                ask();
            } else if (!moved && !unacknowledged.isEmpty() && !asksLater) { // the owner holds them for the end of a day
                asksLater = true;
                host.after(ASK_AGAIN_MS, this::askNow);
            }
        }
    }

    private void acknowledge(long upTo, long refusedSoFar) {
        Released released;
        long refusedNow;
        synchronized (unacknowledged) {
            released = unacknowledged.removeUpTo(upTo);
            Mark moved = released.moved();
            place = moved == null ? place : moved.place();
            refusedNow = Math.max(0, refusedSoFar - refused);
            refused += refusedNow; // never less: an acknowledgement may be overtaken by a later one
        }
        counters.applied.addAndGet(released.rows() - refusedNow);
        if (refusedNow > 0) { // the owner has published each
            counters.refused.addAndGet(refusedNow);
            rejections.count(topic, Reason.REFUSED, "the owner refused rows, and has said why");
        }
        leave(released);
    }

    /** Asks a new owner where it stands, at once; for any thread. */
    void ownerCame(long epoch) {
        int asked;
        synchronized (unacknowledged) {
            if (closed || lost || !begun || epoch <= opening.epoch()) {
                return;
            }
            life++; // answers of the one before count no more
            asked = life;
            asking = false;
            recovering = true;
        }
        recover(asked);
    }

    private void recoverSoon(int asked, Throwable reason) {
        synchronized (unacknowledged) {
            if (asked != life) {
                return;
            }
            asking = false;
            if (recovering || closed || lost) {
                return;
            }
            recovering = true;
        }
        rejections.delayed(topic, String.valueOf(reason.getMessage()));
        host.after(RECOVER_DELAY_MS, () -> recover(asked));
    }

    private void recover(int asked) {
        synchronized (unacknowledged) {
            if (closed || asked != life) {
                return;
            }
        }
        open().onComplete(opened -> {
            synchronized (unacknowledged) {
                if (asked != life) {
                    return;
                }
                recovering = false;
                if (opened.failed()) {
                    recoverSoon(asked, Objects.requireNonNull(opened.cause()));
                    return;
                }
            }
            joinOn(asked, opened.result());
        });
    }

    /** Sends again what the owner does not have, if that follows what it has. */
    private void joinOn(int asked, Standing standing) {
        long here = standing.position();
        boolean ends;
        synchronized (unacknowledged) {
            if (asked != life) {
                return;
            }
            opening = standing.opening();
            Sent oldest = unacknowledged.oldest();
            boolean joins = here <= position
                    && here >= (oldest == null ? position : oldest.batch().position());
            ends = !joins && replayable && !closed;
            if (ends) {
                lost = true;
                giveUp();
            } else {
                if (!joins) {
                    renumber(here, standing.refused());
                    rejections.gap(topic, OWNER_LOST_ROWS);
                }
                acknowledge(here, standing.refused());
                sendAgain();
            }
        }
        if (ends) {
            rejections.lost(topic, here);
            lostRows.run();
        }
    }

    private void sendAgain() {
        synchronized (unacknowledged) {
            if (!closed) {
                unacknowledged.all().forEach(sent -> send(sent.batch().under(opening)));
                ask();
            }
        }
    }

    /** Has what is in flight follow what the owner has, behind the word that rows are missing in between. */
    private void renumber(long here, long refusedThere) {
        List<Sent> sent = unacknowledged.takeAll();
        life++;
        position = here;
        acknowledgedTo = here;
        refused = refusedThere;
        Mark first = sent.isEmpty() ? null : sent.get(0).batch().mark();
        if (first == null || !first.reason().equals(OWNER_LOST_ROWS)) { // else it was said, and has not been heard
            window.enter(2, 2L * Partition.MARK_BYTES);
            append(schema.empty(), Mark.gap(LogPlace.UNKNOWN, OWNER_LOST_ROWS), Partition.MARK_BYTES);
            append(schema.empty(), Mark.place(place.unknown()), Partition.MARK_BYTES);
        }
        sent.forEach(one -> append(one.batch().rows(), one.batch().mark(), one.bytes()));
    }

    /** Drops what is in flight: the log has it, and the next session brings it. */
    private void giveUp() {
        synchronized (unacknowledged) {
            recovering = false;
            asking = false;
            Released released = unacknowledged.removeUpTo(Long.MAX_VALUE);
            counters.takenBack.addAndGet(released.rows());
            leave(released);
        }
    }

    private void leave(Released released) { // last: whoever waited for it may look at everything else
        if (released.places() > 0) {
            window.leave(released.places(), released.bytes());
        }
    }

    /** Whether the owner has everything, or what it does not have was given up. */
    boolean isSettled() {
        synchronized (unacknowledged) {
            return unacknowledged.isEmpty();
        }
    }

    /** When the oldest row in flight was sent, or {@code now} when there is none; of {@link Host#nanoTime}. */
    long oldestNanos(long now) {
        synchronized (unacknowledged) {
            Sent oldest = unacknowledged.oldest();
            return oldest == null ? now : oldest.atNanos();
        }
    }

    /** Sends nothing again from now on: who comes after us under the same name starts where the owner stands then. */
    void close() {
        synchronized (unacknowledged) {
            closed = true;
        }
    }
}
