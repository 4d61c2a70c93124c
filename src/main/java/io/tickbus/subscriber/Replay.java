package io.tickbus.subscriber;

import io.tickbus.config.ReplayConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.tickbus.log.LogReader;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a log into partitions, no faster than the tables take it, while what q pushes meanwhile is held. For the q thread. */
final class Replay {
    /** How long a log may be shorter than its tickerplant says: then it is as it is. */
    static final int SHORT_LOG_MS_MAX = 1000;

    private static final int SHORT_LOG_LOOK_MS = 20;
    /** Messages between two looks at the socket. */
    private static final int MESSAGES_UNSEEN_MAX = 50_000;

    private final SubscriberConfig config;
    private final Host host;
    private final Session session;
    private final Partitions partitions;
    private final Rejections rejections;
    private final Consumer<Progress> progress;

    /**
     * @param progress told now and then how far it has come
     */
    Replay(
            SubscriberConfig config,
            Host host,
            Session session,
            Partitions partitions,
            Rejections rejections,
            Consumer<Progress> progress) {
        this.config = config;
        this.host = host;
        this.session = session;
        this.partitions = partitions;
        this.rejections = rejections;
        this.progress = progress;
    }

    /**
     * Reads messages from the start of a log.
     *
     * @param messagesMax messages to take: those that were published before the subscription, or {@link Progress#TO_THE_END}
     */
    void read(LogReader log, String name, long messagesMax, List<Track> tracks)
            throws IOException, InterruptedException {
        if (messagesMax > 0) {
            progress.accept(new Progress(name, 0, messagesMax));
        }
        long seenAt = 0;
        long max = messagesMax;
        int waitedMs = 0;
        Track last = null;
        while (log.messages() < max) {
            partitions.requireGoingOn();
            Track taker = take(log, max, tracks, last);
            if (taker == null) {
                Value message = log.next();
                if (message != null) {
                    take(message, tracks);
                } else if (log.damage() != null) {
                    long bad = pastDamage(log, name, tracks);
                    max -= max == Progress.TO_THE_END ? 0 : messagesAtMost(bad, log);
                    if (bad < 0) {
                        break;
                    }
                } else if (messagesMax == Progress.TO_THE_END || waitedMs >= SHORT_LOG_MS_MAX) {
                    break;
                } else { // it may be on its way through a file system
                    tracks.forEach(Track::drain);
                    partitions.flush();
                    host.await(() -> false, SHORT_LOG_LOOK_MS);
                    waitedMs += SHORT_LOG_LOOK_MS;
                    session.hold();
                }
            }
            last = taker;
            boolean full = partitions.window().isFull();
            if (full || log.messages() - seenAt >= MESSAGES_UNSEEN_MAX) {
                seenAt = log.messages();
                progress.accept(new Progress(name, seenAt, messagesMax));
                session.hold();
                if (full) {
                    waitForRoom();
                }
                partitions.ask();
            }
        }
        tracks.forEach(Track::drain);
        if (messagesMax > 0) {
            progress.accept(new Progress(name, log.messages(), messagesMax));
        }
        if (log.messages() < max && messagesMax < Progress.TO_THE_END && log.damage() == null) {
            gap(tracks, name, "the log " + name + " has only " + log.messages() + " of " + messagesMax + " messages");
        }
    }

    private static @Nullable Track take(LogReader log, long max, List<Track> tracks, @Nullable Track last)
            throws IOException {
        if (last != null && last.take(log, max)) {
            return last;
        }
        for (Track track : tracks) {
            if (track != last && track.take(log, max)) {
                return track;
            }
        }
        return null;
    }

    /** Takes a message in any other shape, as it would be taken from q. */
    private void take(Value message, List<Track> tracks) {
        if (!(Upd.of(message, null) instanceof Upd.Payload payload)) {
            return; // other functions are called in a log, too
        }
        for (Track track : tracks) {
            if (track.table().equals(payload.table())) {
                try {
                    track.take(payload.rows());
                } catch (RowShape.Mismatch mismatch) {
                    if (track.isTaking()) { // else it was said when it came the first time
                        rejections.reject(payload.table(), Reason.MISMATCH, String.valueOf(mismatch.getMessage()));
                    }
                }
            }
        }
    }

    /**
     * How many messages bad bytes may have been, of those that the tickerplant has counted. Rather too many than too few: what
     * is left out near the end belongs to the gap that was said, and what would be taken past it comes again.
     */
    private static long messagesAtMost(long badBytes, LogReader log) {
        long smallest = log.messageBytesMin();
        return Math.max(1, (badBytes + smallest - 1) / smallest);
    }

    private long pastDamage(LogReader log, String name, List<Track> tracks) throws IOException {
        QFormatException damage = Objects.requireNonNull(log.damage());
        String where = "the log " + name + " is damaged: " + damage.getMessage();
        if (config.replay().badTail() == ReplayConfig.BadTail.ABORT) {
            throw new IOException(where + "; see scripts/tickbus log check, and badTail: skip");
        }
        long bad = log.skipDamage();
        tracks.forEach(Track::drain);
        for (Track track : tracks) {
            if (track.isTaking()) {
                String what = bad < 0 ? "nothing good follows" : bad + " bytes are bad";
                rejections.gap(track.table(), where + "; " + what);
                track.partition().add(Mark.gap(LogPlace.NOWHERE, LogPlace.UNKNOWN, where + "; " + what));
                if (bad < 0) {
                    track.partition().add(Mark.place(new LogPlace(name, LogPlace.UNKNOWN)));
                }
            }
        }
        return bad;
    }

    private void gap(List<Track> tracks, String log, String reason) {
        for (Track track : tracks) {
            if (track.isTaking()) {
                rejections.gap(track.table(), reason);
                track.partition().add(Mark.gap(LogPlace.NOWHERE, LogPlace.UNKNOWN, reason));
                track.partition().add(Mark.place(new LogPlace(log, LogPlace.UNKNOWN)));
            }
        }
    }

    /** Waits until everything that was taken is on its way. */
    void waitForRoom() throws IOException, InterruptedException {
        partitions.flushAll(() -> {
            session.hold();
            partitions.ask();
        });
        partitions.requireGoingOn();
    }
}
