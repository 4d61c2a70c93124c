package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.log.LogReader;
import io.tickbus.q.Flip;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replays the tickerplant's logs, so that each partition gets the rows that it lacks. Afterwards the partition
 * continues with the rows that q pushes. {@link QThread} runs one instance for each session, before the session is
 * LIVE.
 *
 * <p>The rows of one table have the same order in the log and in the partition. The number of rows that the partition
 * has therefore identifies the next row in the log. The digest of the partition's rows proves that the rows come from
 * this log. If the log and the table disagree, {@link ReplayDecision} decides what happens to the table. If a log
 * cannot be read, a gap is published.
 *
 * <p>Owned by the q thread.
 */
final class CatchUp {
    private final SubscriberHost host;
    private final PartitionWriters partitions;
    private final TickerplantLogs logs;
    private final Replay replay;
    private final RejectionReporter rejections;
    private final Set<String> storedLogs = new HashSet<>(); // names of logs that the owner has stored
    // True if the reply to the subscription had rows. If the log cannot be read, these rows may be missing.
    private boolean repliedWithRows;
    private String incomplete = "";

    /** @param progress receives the progress of the replay while a log is read */
    CatchUp(
            SubscriberConfig config,
            SubscriberHost host,
            Session session,
            PartitionWriters partitions,
            RejectionReporter rejections,
            Consumer<ReplayProgress> progress) {
        this.host = host;
        this.partitions = partitions;
        this.rejections = rejections;
        this.logs = new TickerplantLogs(config, session);
        this.replay = new Replay(config, host, session, partitions, rejections, progress);
    }

    /**
     * Brings all tables of a subscription up to date.
     *
     * @return why the session could not catch up completely, as text for an operator; empty if it has caught up
     * @throws IOException if the session cannot continue
     */
    String run(SubscribeProtocol.Reply reply) throws IOException, InterruptedException {
        Map<SubscribeProtocol.Subscribed, PartitionState> partitionStates = new LinkedHashMap<>();
        for (SubscribeProtocol.Subscribed subscribed : reply.tables()) {
            if (!subscribed.table().equals(TickerplantMessage.HEARTBEAT)) { // heartbeats are never in a log
                PartitionState partitionState = partitions.open(subscribed);
                if (partitionState != null) { // null if the table was refused
                    partitionStates.put(subscribed, partitionState);
                    storedLogs.add(partitionState.logPosition().log());
                }
            }
        }
        partitions.refused().requireOthers(partitionStates.size());
        List<ReplayCursor> cursors = new ArrayList<>();
        for (Map.Entry<SubscribeProtocol.Subscribed, PartitionState> each : partitionStates.entrySet()) {
            SubscribeProtocol.Subscribed subscribed = each.getKey();
            PartitionState partitionState = each.getValue();
            PartitionWriter partition = Objects.requireNonNull(partitions.find(subscribed.table()));
            repliedWithRows |= subscribed.rows().size() > 0;
            if (subscribed.isSnapshot()) {
                applySnapshot(partition, subscribed, partitionState);
            } else if (reply.log() == null) {
                followWithoutLog(partition, subscribed.rows(), partitionState, reply);
            } else {
                ReplayCursor cursor = cursor(partition, partitionState, reply.log());
                if (cursor != null) {
                    cursors.add(cursor);
                }
            }
        }
        if (!cursors.isEmpty()) {
            replay(cursors, Objects.requireNonNull(reply.log()));
        }
        return incomplete;
    }

    /**
     * Applies the reply for a keyed table. The reply has the whole table, so no log is read. Keys that are not in the
     * reply are deleted.
     */
    private static void applySnapshot(
            PartitionWriter partition, SubscribeProtocol.Subscribed subscribed, PartitionState partitionState) {
        boolean replaces = !partitionState.isNew() || partition.hasSent();
        if (replaces) {
            partition.add(ControlRecord.atLogPosition(LogPosition.START));
        }
        partition.add(subscribed.rows());
        if (replaces) {
            partition.add(ControlRecord.snapshot());
        }
        finishRebuild(partition, partitionState);
    }

    /** Continues a table whose tickerplant has no log. The rows in the reply show whether the table misses rows. */
    private void followWithoutLog(
            PartitionWriter partition, Flip replied, PartitionState partitionState, SubscribeProtocol.Reply reply) {
        partition.inFlight().cannotReplay();
        incomplete = "live only: " + reply.logless();
        RepliedRows rows = RepliedRows.of(partition.requestedRows(replied), partitionState);
        boolean missing = !partitionState.isNew() || partition.hasSent() || reply.refused();
        if (rows.replaceTable()) {
            String reason = "the tickerplant has no log, and replied with as many rows as the table has, or more";
            rejections.logRebuild(partition.table(), reason);
            partition.add(ControlRecord.rebuild(LogPosition.START, reason));
        } else if (missing && !rows.isContiguous()) {
            gap(partition, LogPosition.NOWHERE, incomplete);
        }
        partition.add(rows.newRows());
        partition.checks().onReplied(rows.newRows());
        if (rows.replaceTable() || partitionState.rebuilding()) {
            partition.add(ControlRecord.rebuilt());
        }
    }

    /** Returns a cursor at the first log to read. Returns null if the partition must continue without a log. */
    private @Nullable ReplayCursor cursor(
            PartitionWriter partition, PartitionState partitionState, SubscribeProtocol.Coordinates today)
            throws IOException {
        LogPosition logPosition = partitionState.isNew()
                ? new LogPosition(today.log(), 0)
                : LogNames.resolve(partitionState.logPosition(), today.log(), this::isKnownLog);
        boolean named = partitionState.isNew()
                || partitionState.logPosition().equals(logPosition)
                || LogNames.isNext(
                        logPosition.log(), partitionState.logPosition().log());
        ReplayDecision.Origin origin = origin(logPosition, today.log());
        String first = origin == ReplayDecision.Origin.LOG || isReadFrom(logPosition, today.log())
                ? logPosition.log()
                : today.log();
        boolean isNeeded = !named || (origin != ReplayDecision.Origin.LOG && first.equals(today.log()));
        String unreadable = isNeeded ? logs.unreadable(today.log()) : null;
        if (unreadable != null) {
            LogPosition start = new LogPosition(today.log(), 0);
            // Pushed rows belong to today's log. The control record moves the partition to today's log.
            if (!named) {
                boolean dayEnded = LogNames.precedes(logPosition.log(), today.log());
                partition.add(dayEnded ? ControlRecord.endOfDay(null, start) : ControlRecord.atLogPosition(start));
            }
            LogPosition positionAfter = start.unknown();
            continueWithoutLog(partition, positionAfter, true, unreadable);
            finishRebuild(partition, partitionState);
            return null;
        }
        // Without rows of this log, no digest can prove that no log was skipped.
        if (!named && logPosition.rows() == 0) {
            gap(
                    partition,
                    logPosition,
                    "the log that followed " + partitionState.logPosition().log() + " is not here");
        } else if (!logPosition.equals(partitionState.logPosition())) {
            partition.add(ControlRecord.atLogPosition(logPosition));
        }
        return new ReplayCursor(
                partition,
                partition.unrequested().filter(),
                partitionState,
                new LogPosition(first, logPosition.rows()),
                named && logPosition.log().equals(first),
                origin);
    }

    /** Returns whether the table's rows come from the log that is read first. */
    private static ReplayDecision.Origin origin(LogPosition logPosition, String today) {
        if (!logPosition.isKnown() || logPosition.log().isEmpty() || logPosition.follows()) {
            return ReplayDecision.Origin.UNKNOWN;
        }
        return logPosition.log().equals(today) || LogNames.mayPrecede(logPosition.log(), today)
                ? ReplayDecision.Origin.LOG
                : ReplayDecision.Origin.OTHER_LOG;
    }

    /** Returns whether reading starts at the log of this position, because rows of this log are missing. */
    private boolean isReadFrom(LogPosition logPosition, String today) throws IOException {
        return !logPosition.isKnown()
                && !logPosition.log().isEmpty()
                && (LogNames.precedes(logPosition.log(), today) || logs.exists(logPosition.log()));
    }

    /** Continues with the rows that q pushes, because the log cannot be read. */
    private void continueWithoutLog(
            PartitionWriter partition, LogPosition positionAfter, boolean missing, String reason) {
        String unreadable = "the tickerplant's log cannot be read: " + reason;
        incomplete = "live only: " + unreadable;
        partition.inFlight().cannotReplay();
        if (missing) {
            gap(partition, positionAfter, unreadable);
        }
    }

    /** Finishes a rebuild that an earlier session has begun. No log has further rows for the rebuild. */
    private static void finishRebuild(PartitionWriter partition, PartitionState partitionState) {
        if (partitionState.rebuilding()) {
            partition.add(ControlRecord.rebuilt());
        }
    }

    /**
     * Publishes a gap of an unknown number of rows.
     *
     * @param positionAfter the partition's log position after the gap
     */
    private void gap(PartitionWriter partition, LogPosition positionAfter, String reason) {
        rejections.countGap(partition.table(), reason);
        partition.add(ControlRecord.gap(LogPosition.UNKNOWN, reason));
        partition.add(ControlRecord.atLogPosition(positionAfter));
    }

    private void restart(ReplayCursor cursor) {
        rejections.logRebuild(cursor.table(), cursor.wrongReason());
        cursor.restart();
        // The log's name was inferred. The rebuild may drop rows of an older log that no longer exists.
        if (!cursor.isNamed()) {
            String left = "rows of a log that is not here any more may have left";
            rejections.countGap(cursor.table(), left);
            cursor.partition().add(ControlRecord.gap(LogPosition.UNKNOWN, left));
        }
    }

    /**
     * Reads the logs. If a log proves a table's rows wrong, the logs are read a second time to rebuild the table. A
     * rebuild is possible only if every log was read to its end. Otherwise the table keeps its rows, and the rows of
     * later logs are appended.
     */
    private void replay(List<ReplayCursor> cursors, SubscribeProtocol.Coordinates today)
            throws IOException, InterruptedException {
        read(cursors, today);
        List<ReplayCursor> wrong =
                cursors.stream().filter(ReplayCursor::isWrong).toList();
        for (ReplayCursor cursor : wrong) {
            if (cursor.obstacle().isEmpty()) {
                restart(cursor);
            } else {
                cursor.retainWrongRows();
            }
        }
        read(wrong, today);
        for (ReplayCursor cursor : cursors) {
            if (cursor.isRebuilding()) {
                cursor.partition().add(ControlRecord.rebuilt());
            }
        }
        replay.waitForRoom();
    }

    private void read(List<ReplayCursor> cursors, SubscribeProtocol.Coordinates today)
            throws IOException, InterruptedException {
        Map<String, List<ReplayCursor>> byLog = new LinkedHashMap<>();
        cursors.forEach(cursor -> byLog.computeIfAbsent(cursor.from().log(), log -> new ArrayList<>())
                .add(cursor));
        for (Map.Entry<String, List<ReplayCursor>> each : byLog.entrySet()) {
            read(each.getKey(), each.getValue(), today);
        }
    }

    /** Reads the log named {@code first}, the logs of later days, and the published part of today's log. */
    private void read(String first, List<ReplayCursor> cursors, SubscribeProtocol.Coordinates today)
            throws IOException, InterruptedException {
        List<String> chain =
                first.equals(today.log()) ? List.of(first) : LogNames.from(first, today.log(), this::isKnownLog);
        for (int i = 0; i < chain.size() - 1; i++) {
            String log = chain.get(i);
            readWhole(log, cursors);
            LogPosition next = new LogPosition(chain.get(i + 1), 0);
            for (ReplayCursor cursor : cursors) {
                if (!cursor.isWrong()) {
                    cursor.partition().add(ControlRecord.endOfDay(LogNames.date(log), next));
                }
            }
        }
        readToday(cursors, today);
    }

    private void readToday(List<ReplayCursor> cursors, SubscribeProtocol.Coordinates today)
            throws IOException, InterruptedException {
        LogReader log;
        try {
            log = logs.open(today.log());
        } catch (NoSuchLogException unreadable) {
            for (ReplayCursor cursor : cursors) {
                if (cursor.isWrong()) {
                    cursor.onBrokenChain(String.valueOf(unreadable.getMessage()));
                    continue;
                }
                boolean missing = today.messages() > 0 || cursor.isComparing() || repliedWithRows;
                LogPosition positionAfter = new LogPosition(today.log(), LogPosition.UNKNOWN);
                continueWithoutLog(cursor.partition(), positionAfter, missing, String.valueOf(unreadable.getMessage()));
                cursor.applyFromHere();
            }
            return;
        }
        try (log) {
            LogReadResult reading = replay.read(log, today.log(), today.messages(), cursors);
            cursors.forEach(cursor -> decide(cursor, reading, today.log(), true));
            cursors.stream()
                    .filter(ReplayCursor::isExact)
                    .forEach(cursor -> cursor.partition().checks().expect(cursor.unpublishedRows(), host.nanoTime()));
        }
    }

    private void readWhole(String name, List<ReplayCursor> cursors) throws IOException, InterruptedException {
        LogReader log;
        try {
            log = logs.open(name);
        } catch (NoSuchLogException unreadable) {
            for (ReplayCursor cursor : cursors) {
                if (cursor.isWrong()) {
                    cursor.onBrokenChain(String.valueOf(unreadable.getMessage()));
                    continue;
                }
                cursor.applyFromHere();
                gap(
                        cursor.partition(),
                        new LogPosition(name, LogPosition.UNKNOWN),
                        "the log that ended cannot be read: " + unreadable.getMessage());
            }
            return;
        }
        try (log) {
            LogReadResult reading = replay.read(log, name, ReplayProgress.TO_THE_END, cursors);
            cursors.forEach(cursor -> decide(cursor, reading, name, false));
        }
    }

    /** Decides whether the table keeps its rows, after a log was read. */
    private void decide(ReplayCursor cursor, LogReadResult reading, String log, boolean isToday) {
        if (cursor.isDecided()) {
            if (!reading.isWhole()) {
                cursor.onBrokenChain(reading.reason());
            }
            return;
        }
        if (!cursor.obstacle().isEmpty()) {
            gap(
                    cursor.partition(),
                    new LogPosition(log, LogPosition.UNKNOWN),
                    cursor.obstacle() + "; the table's rows stay");
            cursor.applyFromHere();
            return;
        }
        ReplayDecision.Evidence evidence = cursor.evidence(log);
        boolean repeats = cursor.partition().checks().repeats() && reading.isWhole();
        ReplayDecision decision = repeats ? ReplayDecision.REBUILD : ReplayDecision.of(reading, evidence);
        String reason = repeats ? PushChecks.REPEATED_REASON : evidence.reason(decision, reading, log);
        if (isToday && decision != ReplayDecision.REBUILD) {
            cursor.watchForRepetition();
        }
        switch (decision) {
            case GO_ON -> cursor.confirm();
            case GO_ON_IN_DOUBT -> {
                cursor.confirm();
                if (cursor.partition().isNewDamage(reading.reason())) {
                    rejections.countGap(cursor.table(), reason);
                    cursor.partition().add(ControlRecord.gap(LogPosition.UNKNOWN, reason));
                }
            }
            case REBUILD -> cursor.requireRebuild(reason);
            case FOLLOW, KEEP -> {
                if (reading.hasMore()) {
                    cursor.partition().checks().doubtCount(log);
                }
                LogPosition positionAfter = decision == ReplayDecision.FOLLOW
                        ? cursor.comparedPosition(log)
                        : new LogPosition(log, LogPosition.UNKNOWN);
                gap(cursor.partition(), positionAfter, reason);
                incomplete = isToday && decision == ReplayDecision.KEEP ? reason : incomplete;
                cursor.applyFromHere();
            }
        }
    }

    /** Returns whether a log exists or the owner has stored its name. */
    private boolean isKnownLog(String log) throws IOException {
        return storedLogs.contains(log) || logs.exists(log);
    }
}
