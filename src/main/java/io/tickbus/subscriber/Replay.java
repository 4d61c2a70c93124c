package io.tickbus.subscriber;

import io.tickbus.config.ReplayConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.log.LogReader;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.subscriber.LogReadResult.Condition;
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
    /** Messages behind the published part that are read to know what has to be pushed next. */
    private static final int MESSAGES_BEHIND_MAX = 10_000;

    private final SubscriberConfig config;
    private final SubscriberHost host;
    private final Session session;
    private final PartitionWriters partitions;
    private final RejectionReporter rejections;
    private final Consumer<ReplayProgress> progress;

    /**
     * @param progress told now and then how far it has come
     */
    Replay(
            SubscriberConfig config,
            SubscriberHost host,
            Session session,
            PartitionWriters partitions,
            RejectionReporter rejections,
            Consumer<ReplayProgress> progress) {
        this.config = config;
        this.host = host;
        this.session = session;
        this.partitions = partitions;
        this.rejections = rejections;
        this.progress = progress;
    }

    /** One reading of one log. */
    private final class Run {
        final LogReader log;
        final String name;
        final long published;
        final List<ReplayCursor> parts;
        long max;
        boolean mayLeaveOut;
        private long seenAt;
        private @Nullable ReplayCursor last;

        Run(LogReader log, String name, long published, List<ReplayCursor> parts) {
            this.log = log;
            this.name = name;
            this.published = published;
            this.parts = parts;
            this.max = published;
        }

        /** Takes the next messages. Returns false if there is none that is whole. */
        boolean takeNext() throws IOException, InterruptedException {
            partitions.requireGoingOn();
            ReplayCursor taker = takeRows();
            Value message = taker == null ? log.next() : null;
            if (message != null) {
                take(message);
            }
            last = taker;
            seeToTheSocket();
            return taker != null || message != null || stepOverSymbols();
        }

        /** Steps over a message whose new symbols this process has no room for. Its rows are missing. */
        private boolean stepOverSymbols() throws IOException {
            QFormatException noRoom = log.damage();
            if (noRoom == null || noRoom.kind() != QFormatException.Kind.SYMBOLS) {
                return false;
            }
            Value outline = log.nextOutline();
            if (outline != null && TickerplantMessage.of(outline, null) instanceof TickerplantMessage.Payload payload) {
                parts.stream()
                        .filter(part -> part.table().equals(payload.table()))
                        .forEach(part -> part.miss(payload.rows(), noRoom.reason()));
            }
            return outline != null;
        }

        private @Nullable ReplayCursor takeRows() throws IOException {
            if (last != null && last.apply(log, max)) {
                return last;
            }
            for (ReplayCursor part : parts) {
                if (part != last && part.apply(log, max)) {
                    return part;
                }
            }
            return null;
        }

        /** Takes a message in any other shape, as it would be taken from q. */
        private void take(Value message) {
            if (!(TickerplantMessage.of(message, null) instanceof TickerplantMessage.Payload payload)) {
                return; // other functions are called in a log, too
            }
            for (ReplayCursor part : parts) {
                if (part.table().equals(payload.table())) {
                    try {
                        part.apply(payload.rows());
                    } catch (RowShape.Mismatch mismatch) {
                        part.drain(); // so that rejected rows are counted behind those that were taken
                        if (part.isTaking()) {
                            part.partition().rejectLogged(payload.rows(), mismatch);
                        }
                    }
                }
            }
        }

        private void seeToTheSocket() throws IOException, InterruptedException {
            boolean full = partitions.window().isFull();
            if (full || log.messages() - seenAt >= MESSAGES_UNSEEN_MAX) {
                seenAt = log.messages();
                progress.accept(new ReplayProgress(name, seenAt, published));
                session.retain();
                if (full) {
                    waitForRoom();
                }
                partitions.requestPositions();
            }
        }

        void drain() {
            parts.forEach(ReplayCursor::drain);
        }
    }

    /**
     * Reads a log from its start, as far as it was published before the subscription. What follows is on the socket: it is read
     * to be compared, with rows of the table that were not met by then and with the first rows that will be pushed.
     *
     * @param published messages that were published before the subscription, or {@link ReplayProgress#TO_THE_END} of an ended log
     */
    LogReadResult read(LogReader log, String name, long published, List<ReplayCursor> parts)
            throws IOException, InterruptedException {
        Run run = new Run(log, name, published, parts);
        if (published > 0) {
            progress.accept(new ReplayProgress(name, 0, published));
        }
        LogReadResult reading = readPublished(run);
        run.drain();
        if (published > 0) {
            progress.accept(new ReplayProgress(name, log.messages(), published));
        }
        return reading.isWhole() && published != ReplayProgress.TO_THE_END
                ? new LogReadResult(Condition.WHOLE, readBehind(run), "")
                : reading;
    }

    private LogReadResult readPublished(Run run) throws IOException, InterruptedException {
        LogReadResult reading = new LogReadResult(Condition.WHOLE, false, "");
        int waitedMs = 0;
        while (run.log.messages() < run.max) {
            if (run.takeNext()) {
                continue;
            }
            if (run.log.damage() != null) {
                reading = new LogReadResult(Condition.DAMAGED, false, damage(run));
                run.drain();
                run.parts.forEach(ReplayCursor::damaged);
                if (!skipDamage(run, reading.reason())) {
                    break;
                }
            } else if (run.published == ReplayProgress.TO_THE_END) {
                break;
            } else if (waitedMs < SHORT_LOG_MS_MAX) { // it may be on its way through a file system
                run.drain();
                partitions.flush();
                host.await(() -> false, SHORT_LOG_LOOK_MS);
                waitedMs += SHORT_LOG_LOOK_MS;
                session.retain();
            } else {
                String reason = "the log " + run.name + " has only " + run.log.messages() + " of " + run.published
                        + " messages";
                gap(run, reason, true);
                return new LogReadResult(Condition.SHORT, false, reason);
            }
        }
        if (run.mayLeaveOut) {
            gap(run, reading.reason() + "; the last messages may have been left out", true);
        }
        return reading;
    }

    /** Reads what follows the published part. Returns whether the log had messages there. */
    private boolean readBehind(Run run) throws IOException, InterruptedException {
        long before = run.log.messages();
        run.max = Long.MAX_VALUE;
        run.parts.forEach(ReplayCursor::publishedPartEnds);
        boolean compares = run.parts.stream().anyMatch(ReplayCursor::isComparing);
        while ((compares || run.log.messages() - before < MESSAGES_BEHIND_MAX) && run.takeNext()) {
            // nothing is taken into the table
        }
        run.drain();
        return run.log.messages() > before || run.log.damage() != null;
    }

    private static String damage(Run run) {
        QFormatException damage = Objects.requireNonNull(run.log.damage());
        return "the log " + run.name + (damage.isLimit() ? " is not read on: " : " is damaged: ") + damage.getMessage();
    }

    /** Goes on behind damage, if the policy is to skip it and something good follows. Says what may be missing. */
    private boolean skipDamage(Run run, String reason) throws IOException {
        boolean skips = config.replay().badTail() == ReplayConfig.BadTail.SKIP;
        QFormatException damage = Objects.requireNonNull(run.log.damage());
        long badBytes = skips ? run.log.skipDamage() : -1;
        String what = badBytes >= 0
                ? badBytes + " bytes are bad"
                : skips
                        ? "nothing good follows"
                        : "nothing behind it is read (badTail: abort); see scripts/tickbus log check";
        run.parts.forEach(part -> part.damageIsSaid(reason));
        gap(run, reason + "; " + what, badBytes < 0);
        if (badBytes >= 0 && run.published != ReplayProgress.TO_THE_END) {
            long messages = isOneMessage(damage, badBytes) ? 1 : messagesAtMost(badBytes, run.log);
            run.max -= messages;
            run.mayLeaveOut |= messages > 1;
        }
        return badBytes >= 0;
    }

    /** Whether bad bytes were a message that is longer than the limit, and that ended where it said it would. */
    private static boolean isOneMessage(QFormatException damage, long badBytes) {
        return damage.kind() == QFormatException.Kind.LENGTH && badBytes >= damage.bytesMin();
    }

    /**
     * How many messages bad bytes may have been, of those that the tickerplant has counted. Rather too many than too few: what
     * is left out near the end is said to be missing, and what would be taken past it would come again.
     */
    private static long messagesAtMost(long badBytes, LogReader log) {
        long smallest = log.messageBytesMin();
        return Math.max(1, (badBytes + smallest - 1) / smallest);
    }

    /** Says that rows are missing, in each partition whose rows are taken. */
    private void gap(Run run, String reason, boolean isEnd) {
        run.drain();
        for (ReplayCursor part : run.parts) {
            if (part.isTaking()) {
                rejections.gap(part.table(), reason);
                part.partition().add(ControlRecord.gap(LogPosition.UNKNOWN, reason));
                if (isEnd) {
                    part.partition().add(ControlRecord.atLogPosition(new LogPosition(run.name, LogPosition.UNKNOWN)));
                }
            }
        }
    }

    /** Waits until everything that was taken is on its way. */
    void waitForRoom() throws IOException, InterruptedException {
        partitions.flushAll(() -> {
            session.retain();
            partitions.requestPositions();
        });
        partitions.requireGoingOn();
    }
}
