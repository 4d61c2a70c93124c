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
 * Brings each partition from where it stands to where q's pushes begin: exactly the rows that are missing, from the
 * tickerplant's logs. Per table the order of the rows is that of the log, so the number of rows that a partition has of a log
 * says which comes next, and their digest proves it. {@link ReplayDecision} decides where log and table disagree. Where the logs
 * cannot be had, what is missing is said. For the q thread.
 */
final class CatchUp {
    private final SubscriberHost host;
    private final PartitionWriters partitions;
    private final TickerplantLogs logs;
    private final Replay replay;
    private final RejectionReporter rejections;
    private final Set<String> toldLogs = new HashSet<>(); // that one partition or another has stood in
    private boolean repliedWithRows; // which the log has, or which will be pushed
    private String incomplete = "";

    /**
     * @param progress told now and then how far the replay has come
     */
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
     * Catches up with what q has answered.
     *
     * @return what an operator should know, empty when all is well
     * @throws IOException when the session cannot go on
     */
    String run(SubscribeProtocol.Reply reply) throws IOException, InterruptedException {
        Map<SubscribeProtocol.Subscribed, PartitionState> partitionStates = new LinkedHashMap<>();
        for (SubscribeProtocol.Subscribed subscribed : reply.tables()) {
            if (!subscribed.table().equals(TickerplantMessage.HEARTBEAT)) { // a sign of life, in no log
                PartitionState here = partitions.open(subscribed);
                if (here != null) { // else the table is refused, and the others go on
                    partitionStates.put(subscribed, here);
                    toldLogs.add(here.logPosition().log());
                }
            }
        }
        partitions.refused().requireOthers(partitionStates.size());
        List<ReplayCursor> parts = new ArrayList<>();
        for (Map.Entry<SubscribeProtocol.Subscribed, PartitionState> each : partitionStates.entrySet()) {
            SubscribeProtocol.Subscribed subscribed = each.getKey();
            PartitionState here = each.getValue();
            PartitionWriter partition = Objects.requireNonNull(partitions.find(subscribed.table()));
            repliedWithRows |= subscribed.rows().size() > 0;
            if (subscribed.isSnapshot()) {
                applySnapshot(partition, subscribed, here);
            } else if (reply.log() == null) {
                followWithoutLog(partition, subscribed.rows(), here, reply);
            } else {
                ReplayCursor part = part(partition, here, reply.log());
                if (part != null) {
                    parts.add(part);
                }
            }
        }
        if (!parts.isEmpty()) {
            replay(parts, Objects.requireNonNull(reply.log()));
        }
        return incomplete;
    }

    /** The reply for a table with a key is the table: nothing is left to be caught up with, and other keys are gone. */
    private static void applySnapshot(
            PartitionWriter partition, SubscribeProtocol.Subscribed subscribed, PartitionState here) {
        boolean replaces = !here.isNew() || partition.hasSent();
        if (replaces) {
            partition.add(ControlRecord.atLogPosition(LogPosition.START));
        }
        partition.add(subscribed.rows());
        if (replaces) {
            partition.add(ControlRecord.snapshot());
        }
        rebuiltSoFar(partition, here);
    }

    /** Goes on with what is pushed by a tickerplant that has no log; see {@link RepliedRows} for the rows that it replied with. */
    private void followWithoutLog(
            PartitionWriter partition, Flip replied, PartitionState here, SubscribeProtocol.Reply reply) {
        partition.inFlight().cannotReplay();
        incomplete = "live only: " + reply.logless();
        RepliedRows rows = RepliedRows.of(partition.subscribed(replied), here);
        boolean missing = !here.isNew() || partition.hasSent() || reply.refused();
        if (rows.replaceTable()) {
            String reason = "the tickerplant has no log, and replied with as many rows as the table has, or more";
            rejections.rebuild(partition.table(), reason);
            partition.add(ControlRecord.rebuild(LogPosition.START, reason));
        } else if (missing && !rows.joinOn()) {
            gap(partition, LogPosition.NOWHERE, incomplete);
        }
        partition.add(rows.toTake());
        partition.checks().mayRepeat(rows.toTake());
        if (rows.replaceTable() || here.rebuilding()) {
            partition.add(ControlRecord.rebuilt());
        }
    }

    /** The way that a partition has to go through the logs; null when there is none that it could go. */
    private @Nullable ReplayCursor part(
            PartitionWriter partition, PartitionState here, SubscribeProtocol.Coordinates today) throws IOException {
        LogPosition logPosition = here.isNew()
                ? new LogPosition(today.log(), 0)
                : LogNames.resolved(here.logPosition(), today.log(), this::wasThere);
        boolean named = here.isNew()
                || here.logPosition().equals(logPosition)
                || LogNames.isNext(logPosition.log(), here.logPosition().log());
        ReplayDecision.Origin origin = origin(logPosition, today.log());
        String first = origin == ReplayDecision.Origin.LOG || isReadFrom(logPosition, today.log())
                ? logPosition.log()
                : today.log();
        boolean isNeeded = !named || (origin != ReplayDecision.Origin.LOG && first.equals(today.log()));
        String unreadable = isNeeded ? logs.unreadable(today.log()) : null;
        if (unreadable != null) { // nor may others be readable, if it is not known which follows
            LogPosition start = new LogPosition(today.log(), 0);
            if (!named) { // what is pushed is of today's log, and not of the one that followed
                boolean dayEnded = LogNames.precedes(logPosition.log(), today.log());
                partition.add(dayEnded ? ControlRecord.endOfDay(null, start) : ControlRecord.atLogPosition(start));
            }
            LogPosition behind = start.unknown();
            withoutLog(partition, behind, true, unreadable);
            rebuiltSoFar(partition, here);
            return null;
        }
        if (!named && logPosition.rows() == 0) { // with rows, the log would show whether it is the one
            gap(
                    partition,
                    logPosition,
                    "the log that followed " + here.logPosition().log() + " is not here");
        } else if (!logPosition.equals(here.logPosition())) {
            partition.add(ControlRecord.atLogPosition(logPosition));
        }
        return new ReplayCursor(
                partition,
                partition.foreign().filter(),
                here,
                new LogPosition(first, logPosition.rows()),
                named && logPosition.log().equals(first),
                origin);
    }

    /** What the log that is read first is to the table's rows. */
    private static ReplayDecision.Origin origin(LogPosition logPosition, String today) {
        if (!logPosition.isKnown() || logPosition.log().isEmpty() || logPosition.follows()) {
            return ReplayDecision.Origin.UNKNOWN;
        }
        return logPosition.log().equals(today) || LogNames.mayPrecede(logPosition.log(), today)
                ? ReplayDecision.Origin.LOG
                : ReplayDecision.Origin.OTHER_LOG;
    }

    /** Returns whether reading has to begin with the log of a place in which rows are missing: it ended, or is there still. */
    private boolean isReadFrom(LogPosition logPosition, String today) throws IOException {
        return !logPosition.isKnown()
                && !logPosition.log().isEmpty()
                && (LogNames.precedes(logPosition.log(), today) || logs.exists(logPosition.log()));
    }

    /** Goes on with what is pushed. */
    private void withoutLog(PartitionWriter partition, LogPosition behind, boolean missing, String reason) {
        String said = "the tickerplant's log cannot be read: " + reason;
        incomplete = "live only: " + said;
        partition.inFlight().cannotReplay();
        if (missing) {
            gap(partition, behind, said);
        }
    }

    /** Ends a rebuild that was begun before, as far as it came, since nothing brings the rest. */
    private static void rebuiltSoFar(PartitionWriter partition, PartitionState here) {
        if (here.rebuilding()) {
            partition.add(ControlRecord.rebuilt());
        }
    }

    /**
     * Says that rows are missing.
     *
     * @param behind where the partition stands then
     */
    private void gap(PartitionWriter partition, LogPosition behind, String reason) {
        rejections.gap(partition.table(), reason);
        partition.add(ControlRecord.gap(LogPosition.UNKNOWN, reason));
        partition.add(ControlRecord.atLogPosition(behind));
    }

    private void restart(ReplayCursor part) {
        rejections.rebuild(part.table(), part.whatIsWrong());
        part.restart();
        if (!part.isNamed()) { // rows of another log leave with the old table, and nothing brings them again
            String left = "rows of a log that is not here any more may have left";
            rejections.gap(part.table(), left);
            part.partition().add(ControlRecord.gap(LogPosition.UNKNOWN, left));
        }
    }

    /**
     * Reads the logs, and reads them once more for the tables that they show to be wrong. A table is made anew only if all logs
     * that it needs have been read and were whole. Else its rows stay, and the logs that follow are read behind them.
     */
    private void replay(List<ReplayCursor> parts, SubscribeProtocol.Coordinates today)
            throws IOException, InterruptedException {
        read(parts, today);
        List<ReplayCursor> wrong = parts.stream().filter(ReplayCursor::isWrong).toList();
        for (ReplayCursor part : wrong) {
            if (part.obstacle().isEmpty()) {
                restart(part);
            } else {
                part.retainWrongRows();
            }
        }
        read(wrong, today);
        for (ReplayCursor part : parts) {
            if (part.isAnew()) {
                part.partition().add(ControlRecord.rebuilt());
            }
        }
        replay.waitForRoom();
    }

    private void read(List<ReplayCursor> parts, SubscribeProtocol.Coordinates today)
            throws IOException, InterruptedException {
        Map<String, List<ReplayCursor>> byLog = new LinkedHashMap<>();
        parts.forEach(part -> byLog.computeIfAbsent(part.from().log(), log -> new ArrayList<>())
                .add(part));
        for (Map.Entry<String, List<ReplayCursor>> each : byLog.entrySet()) {
            read(each.getKey(), each.getValue(), today);
        }
    }

    /** Reads a log that ended while nobody was there, those after it, and today's as far as it was published. */
    private void read(String first, List<ReplayCursor> parts, SubscribeProtocol.Coordinates today)
            throws IOException, InterruptedException {
        List<String> chain =
                first.equals(today.log()) ? List.of(first) : LogNames.from(first, today.log(), this::wasThere);
        for (int i = 0; i < chain.size() - 1; i++) {
            String log = chain.get(i);
            readWhole(log, parts);
            LogPosition next = new LogPosition(chain.get(i + 1), 0);
            for (ReplayCursor part : parts) {
                if (!part.isWrong()) {
                    part.partition().add(ControlRecord.endOfDay(LogNames.date(log), next));
                }
            }
        }
        readToday(parts, today);
    }

    private void readToday(List<ReplayCursor> parts, SubscribeProtocol.Coordinates today)
            throws IOException, InterruptedException {
        LogReader log;
        try {
            log = logs.open(today.log());
        } catch (NoSuchLogException unreadable) {
            for (ReplayCursor part : parts) {
                if (part.isWrong()) {
                    part.chainIsBroken(String.valueOf(unreadable.getMessage()));
                    continue;
                }
                boolean missing = today.messages() > 0 || part.isComparing() || repliedWithRows;
                LogPosition behind = new LogPosition(today.log(), LogPosition.UNKNOWN);
                withoutLog(part.partition(), behind, missing, String.valueOf(unreadable.getMessage()));
                part.applyFromHere();
            }
            return;
        }
        try (log) {
            LogReadResult reading = replay.read(log, today.log(), today.messages(), parts);
            parts.forEach(part -> decide(part, reading, today.log(), true));
            parts.stream()
                    .filter(ReplayCursor::isExact)
                    .forEach(part -> part.partition().checks().expect(part.rowsToCome(), host.nanoTime()));
        }
    }

    private void readWhole(String name, List<ReplayCursor> parts) throws IOException, InterruptedException {
        LogReader log;
        try {
            log = logs.open(name);
        } catch (NoSuchLogException unreadable) {
            for (ReplayCursor part : parts) {
                if (part.isWrong()) {
                    part.chainIsBroken(String.valueOf(unreadable.getMessage()));
                    continue;
                }
                part.applyFromHere();
                gap(
                        part.partition(),
                        new LogPosition(name, LogPosition.UNKNOWN),
                        "the log that ended cannot be read: " + unreadable.getMessage());
            }
            return;
        }
        try (log) {
            LogReadResult reading = replay.read(log, name, ReplayProgress.TO_THE_END, parts);
            parts.forEach(part -> decide(part, reading, name, false));
        }
    }

    /** Decides what becomes of the table's rows, once the log was read that they are said to be from. */
    private void decide(ReplayCursor part, LogReadResult reading, String log, boolean isToday) {
        if (part.isDecided()) {
            if (!reading.isWhole()) {
                part.chainIsBroken(reading.reason());
            }
            return;
        }
        if (!part.obstacle().isEmpty()) {
            gap(
                    part.partition(),
                    new LogPosition(log, LogPosition.UNKNOWN),
                    part.obstacle() + "; the table's rows stay");
            part.applyFromHere();
            return;
        }
        ReplayDecision.Evidence evidence = part.evidence(log);
        boolean repeats = part.partition().checks().repeats() && reading.isWhole();
        ReplayDecision decision = repeats ? ReplayDecision.REBUILD : ReplayDecision.of(reading, evidence);
        String reason = repeats ? PushChecks.REPEATED_REASON : evidence.reason(decision, reading, log);
        if (isToday && decision != ReplayDecision.REBUILD) {
            part.watchForRepetition();
        }
        switch (decision) {
            case GO_ON -> part.confirm();
            case GO_ON_IN_DOUBT -> {
                part.confirm();
                if (part.partition().isNewDamage(reading.reason())) {
                    rejections.gap(part.table(), reason);
                    part.partition().add(ControlRecord.gap(LogPosition.UNKNOWN, reason));
                }
            }
            case REBUILD -> part.wrong(reason);
            case FOLLOW, KEEP -> {
                if (reading.goesOn()) {
                    part.partition().checks().doubtCount(log);
                }
                LogPosition behind = decision == ReplayDecision.FOLLOW
                        ? part.compared(log)
                        : new LogPosition(log, LogPosition.UNKNOWN);
                gap(part.partition(), behind, reason);
                incomplete = isToday && decision == ReplayDecision.KEEP ? reason : incomplete;
                part.applyFromHere();
            }
        }
    }

    /** Returns whether a log was there, though it may not be any more. */
    private boolean wasThere(String log) throws IOException {
        return toldLogs.contains(log) || logs.exists(log);
    }
}
