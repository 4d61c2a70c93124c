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

/**
 * Reads a tickerplant's log and applies its rows to the partitions. {@link CatchUp} uses it. While the window is full,
 * the replay waits. Messages that q pushes during the replay are kept. Owned by the q thread.
 */
final class Replay {
    /**
     * The maximum wait for missing messages at the end of a log, in ms. If messages are still missing, the log is too
     * short.
     */
    static final int SHORT_LOG_MS_MAX = 1000;

    private static final int SHORT_LOG_POLL_MS = 20;
    /** Number of log messages after which the socket is read again. */
    private static final int MESSAGES_PER_SOCKET_READ = 50_000;
    /**
     * Maximum number of messages that are read after the published part of a log. q must push the rows of these
     * messages first.
     */
    private static final int MESSAGES_BEHIND_MAX = 10_000;

    private final SubscriberConfig config;
    private final SubscriberHost host;
    private final Session session;
    private final PartitionWriters partitions;
    private final RejectionReporter rejections;
    private final Consumer<ReplayProgress> progress;

    /** @param progress receives the progress while a log is read */
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

    /** The state while one log is read. */
    private final class Run {
        final LogReader log;
        final String name;
        final long published;
        final List<ReplayCursor> cursors;
        long max;
        boolean mayOmitLast;
        private long socketReadAt;
        private @Nullable ReplayCursor last;

        Run(LogReader log, String name, long published, List<ReplayCursor> cursors) {
            this.log = log;
            this.name = name;
            this.published = published;
            this.cursors = cursors;
            this.max = published;
        }

        /** Applies the next messages. Returns false if no complete message follows. */
        boolean applyNext() throws IOException, InterruptedException {
            partitions.requireRunning();
            ReplayCursor cursor = decodeRows();
            Value message = cursor == null ? log.next() : null;
            if (message != null) {
                apply(message);
            }
            last = cursor;
            serviceSocket();
            return cursor != null || message != null || stepOverSymbols();
        }

        /**
         * If this process has no room for more symbols, skips a message with new symbols. The message's rows count as
         * missing.
         */
        private boolean stepOverSymbols() throws IOException {
            QFormatException noRoom = log.damage();
            if (noRoom == null || noRoom.kind() != QFormatException.Kind.SYMBOLS) {
                return false;
            }
            Value outline = log.nextOutline();
            if (outline != null && TickerplantMessage.of(outline, null) instanceof TickerplantMessage.Payload payload) {
                cursors.stream()
                        .filter(cursor -> cursor.table().equals(payload.table()))
                        .forEach(cursor -> cursor.addMissing(payload.rows(), noRoom.reason()));
            }
            return outline != null;
        }

        private @Nullable ReplayCursor decodeRows() throws IOException {
            if (last != null && last.apply(log, max)) {
                return last;
            }
            for (ReplayCursor cursor : cursors) {
                if (cursor != last && cursor.apply(log, max)) {
                    return cursor;
                }
            }
            return null;
        }

        /** Applies a message that the fast decoder does not support. */
        private void apply(Value message) {
            if (!(TickerplantMessage.of(message, null) instanceof TickerplantMessage.Payload payload)) {
                // calls of other functions have no rows to apply
                return;
            }
            for (ReplayCursor cursor : cursors) {
                if (cursor.table().equals(payload.table())) {
                    try {
                        cursor.apply(payload.rows());
                    } catch (RowShape.Mismatch mismatch) {
                        // Earlier rows are applied first, to keep the order.
                        cursor.drain();
                        if (cursor.isApplying()) {
                            String reason = String.valueOf(mismatch.getMessage());
                            cursor.partition().rejectLogged(payload.rows(), RejectReason.MISMATCH, reason);
                        }
                    }
                }
            }
        }

        private void serviceSocket() throws IOException, InterruptedException {
            boolean full = partitions.window().isFull();
            if (full || log.messages() - socketReadAt >= MESSAGES_PER_SOCKET_READ) {
                socketReadAt = log.messages();
                progress.accept(new ReplayProgress(name, socketReadAt, published));
                session.retain();
                if (full) {
                    waitForRoom();
                }
                partitions.requestPositions();
            }
        }

        void drain() {
            cursors.forEach(ReplayCursor::drain);
        }
    }

    /**
     * Reads a log from its start and applies the messages that were published before the subscription. q itself pushes
     * the later messages of the log. The rows of later messages are therefore not applied. They are only compared with
     * the table's rows, and later with the first pushed rows.
     *
     * @param published number of messages that were published before the subscription; {@link
     *     ReplayProgress#TO_THE_END} for the log of an ended day
     */
    LogReadResult read(LogReader log, String name, long published, List<ReplayCursor> cursors)
            throws IOException, InterruptedException {
        Run run = new Run(log, name, published, cursors);
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
            if (run.applyNext()) {
                continue;
            }
            if (run.log.damage() != null) {
                reading = new LogReadResult(Condition.DAMAGED, false, damage(run));
                run.drain();
                run.cursors.forEach(ReplayCursor::onDamage);
                if (!skipDamage(run, reading.reason())) {
                    break;
                }
            } else if (run.published == ReplayProgress.TO_THE_END) {
                break;
            } else if (waitedMs < SHORT_LOG_MS_MAX) { // a file system may deliver the last messages late
                run.drain();
                partitions.flush();
                host.await(() -> false, SHORT_LOG_POLL_MS);
                waitedMs += SHORT_LOG_POLL_MS;
                session.retain();
            } else {
                String reason = "the log " + run.name + " has only " + run.log.messages() + " of " + run.published
                        + " messages";
                gap(run, reason, true);
                return new LogReadResult(Condition.SHORT, false, reason);
            }
        }
        if (run.mayOmitLast) {
            gap(run, reading.reason() + "; the last messages may have been left out", true);
        }
        return reading;
    }

    /** Reads the messages after the published part. Returns whether the log has any of these messages. */
    private boolean readBehind(Run run) throws IOException, InterruptedException {
        long before = run.log.messages();
        run.max = Long.MAX_VALUE;
        run.cursors.forEach(ReplayCursor::publishedPartEnds);
        boolean compares = run.cursors.stream().anyMatch(ReplayCursor::isComparing);
        while ((compares || run.log.messages() - before < MESSAGES_BEHIND_MAX) && run.applyNext()) {
            // the cursors compare the rows and do not apply them
        }
        run.drain();
        return run.log.messages() > before || run.log.damage() != null;
    }

    private static String damage(Run run) {
        QFormatException damage = Objects.requireNonNull(run.log.damage());
        return "the log " + run.name + (damage.isLimit() ? " is not read on: " : " is damaged: ") + damage.getMessage();
    }

    /**
     * Skips damaged bytes if the configuration allows it and a valid message follows. Publishes a gap for rows that may
     * be missing. Returns whether reading continues.
     */
    private boolean skipDamage(Run run, String reason) throws IOException {
        boolean skips = config.replay().badTail() == ReplayConfig.BadTail.SKIP;
        QFormatException damage = Objects.requireNonNull(run.log.damage());
        long badBytes = skips ? run.log.skipDamage() : -1;
        String what = badBytes >= 0
                ? badBytes + " bytes are bad"
                : skips
                        ? "nothing good follows"
                        : "nothing behind it is read (badTail: abort); see scripts/tickbus log check";
        run.cursors.forEach(cursor -> cursor.onDamageReported(reason));
        gap(run, reason + "; " + what, badBytes < 0);
        if (badBytes >= 0 && run.published != ReplayProgress.TO_THE_END) {
            long messages = isOneMessage(damage, badBytes) ? 1 : messagesAtMost(badBytes, run.log);
            run.max -= messages;
            run.mayOmitLast |= messages > 1;
        }
        return badBytes >= 0;
    }

    /** Returns whether the damaged bytes are a single message that exceeds the length limit. */
    private static boolean isOneMessage(QFormatException damage, long badBytes) {
        return damage.kind() == QFormatException.Kind.LENGTH && badBytes >= damage.bytesMin();
    }

    /**
     * Returns how many counted messages the damaged bytes can have held at most. If this number is too high, messages
     * at the end are omitted and a gap is published. If it were too low, messages would be applied twice.
     */
    private static long messagesAtMost(long badBytes, LogReader log) {
        long smallest = log.messageBytesMin();
        return Math.max(1, (badBytes + smallest - 1) / smallest);
    }

    /** Publishes a gap in each partition to which rows are being applied. */
    private void gap(Run run, String reason, boolean isEnd) {
        run.drain();
        for (ReplayCursor cursor : run.cursors) {
            if (cursor.isApplying()) {
                rejections.countGap(cursor.table(), reason);
                cursor.partition().add(ControlRecord.gap(LogPosition.UNKNOWN, reason));
                if (isEnd) {
                    cursor.partition().add(ControlRecord.atLogPosition(new LogPosition(run.name, LogPosition.UNKNOWN)));
                }
            }
        }
    }

    /** Waits until all added rows are sent. */
    void waitForRoom() throws IOException, InterruptedException {
        partitions.flushAll(() -> {
            session.retain();
            partitions.requestPositions();
        });
        partitions.requireRunning();
    }
}
