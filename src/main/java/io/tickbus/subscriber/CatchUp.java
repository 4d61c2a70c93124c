package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.event.ControlRecord;
import io.tickbus.event.LogPosition;
import io.tickbus.event.PartitionState;
import io.tickbus.log.LogReader;
import io.tickbus.q.Flip;
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
 * Brings each partition from its log position to the rows that q pushes next, by applying exactly the missing rows from the
 * tickerplant's logs. Used once for each session, before it is LIVE.
 *
 * <p>Within one table, rows have the order of the log. The number of rows that a partition has of a log therefore tells which
 * row comes next, and their digest proves it. {@link ReplayDecision} decides if log and table disagree. If a log cannot be
 * read, a gap is published. Owned by the q thread.
 */
final class CatchUp {
    private final SubscriberHost host;
    private final PartitionWriters partitions;
    private final TickerplantLogs logs;
    private final Replay replay;
    private final RejectionReporter rejections;
    private final Set<String> toldLogs = new HashSet<>(); // log names that the owner has stored for some partition
    private boolean repliedWithRows; // the log has these rows as well, or q pushes them next
    private String incomplete = "";

    /**
     * @param progress receives the progress of the replay from time to time
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
     * Brings all tables of a subscription up to date.
     *
     * @return why the session is incomplete, for an operator; empty if it is complete
     * @throws IOException if the session cannot continue
     */
    String run(SubscribeProtocol.Reply reply) throws IOException, InterruptedException {
        Map<SubscribeProtocol.Subscribed, PartitionState> partitionStates = new LinkedHashMap<>();
        for (SubscribeProtocol.Subscribed subscribed : reply.tables()) {
            if (!subscribed.table().equals(TickerplantMessage.HEARTBEAT)) { // heartbeats are in no log
                PartitionState here = partitions.open(subscribed);
                if (here != null) { // null: the table is refused, and the other tables continue
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

    /**
     * Applies the reply of a keyed table. The reply is the whole table: nothing is left to catch up, and keys that it lacks are
     * removed.
     */
    private static void applySnapshot(
            PartitionWriter partition, SubscribeProtocol.Subscribed subscribed, PartitionState here) {
        boolean replaces = !here.isNew() || partition.hasSent();
        if (replaces) {
            partition.add(ControlRecord.place(LogPosition.START));
        }
        partition.add(subscribed.rows());
        if (replaces) {
            partition.add(ControlRecord.snapshot());
        }
        rebuiltSoFar(partition, here);
    }

    /** Continues a table whose tickerplant has no log. {@link RepliedRows} explains the rows that the tickerplant has replied. */
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

    /** Returns the cursor of a partition at the log to read first, or null if the partition continues without a log. */
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
        if (unreadable != null) { // without it, the order of the other logs is unknown, too
            LogPosition start = new LogPosition(today.log(), 0);
            if (!named) { // pushed rows belong to today's log, not to the log that followed the partition's
                boolean dayEnded = LogNames.precedes(logPosition.log(), today.log());
                partition.add(dayEnded ? ControlRecord.endOfDay(null, start) : ControlRecord.place(start));
            }
            LogPosition behind = start.unknown();
            withoutLog(partition, behind, true, unreadable);
            rebuiltSoFar(partition, here);
            return null;
        }
        if (!named && logPosition.rows() == 0) { // if the partition has rows, the log shows whether it is the right one
            gap(
                    partition,
                    logPosition,
                    "the log that followed " + here.logPosition().log() + " is not here");
        } else if (!logPosition.equals(here.logPosition())) {
            partition.add(ControlRecord.place(logPosition));
        }
        return new ReplayCursor(
                partition,
                partition.foreign().filter(),
                here,
                new LogPosition(first, logPosition.rows()),
                named && logPosition.log().equals(first),
                origin);
    }

    /** Returns the relation of the first log that is read to the table's rows. */
    private static ReplayDecision.Origin origin(LogPosition logPosition, String today) {
        if (!logPosition.isKnown() || logPosition.log().isEmpty() || logPosition.follows()) {
            return ReplayDecision.Origin.UNKNOWN;
        }
        return logPosition.log().equals(today) || LogNames.mayPrecede(logPosition.log(), today)
                ? ReplayDecision.Origin.LOG
                : ReplayDecision.Origin.OTHER_LOG;
    }

    /** Returns whether to start with the log in which the partition misses rows, because that log has ended or still exists. */
    private boolean isReadFrom(LogPosition logPosition, String today) throws IOException {
        return !logPosition.isKnown()
                && !logPosition.log().isEmpty()
                && (LogNames.precedes(logPosition.log(), today) || logs.exists(logPosition.log()));
    }

    /** Continues with the rows that q pushes, because the log cannot be read. */
    private void withoutLog(PartitionWriter partition, LogPosition behind, boolean missing, String reason) {
        String said = "the tickerplant's log cannot be read: " + reason;
        incomplete = "live only: " + said;
        partition.inFlight().cannotReplay();
        if (missing) {
            gap(partition, behind, said);
        }
    }

    /** Finishes a rebuild that an earlier session has begun, because no log brings the remaining rows. */
    private static void rebuiltSoFar(PartitionWriter partition, PartitionState here) {
        if (here.rebuilding()) {
            partition.add(ControlRecord.rebuilt());
        }
    }

    /**
     * Publishes a gap.
     *
     * @param behind the partition's log position after the gap
     */
    private void gap(PartitionWriter partition, LogPosition behind, String reason) {
        rejections.gap(partition.table(), reason);
        partition.add(ControlRecord.gap(LogPosition.UNKNOWN, reason));
        partition.add(ControlRecord.place(behind));
    }

    private void restart(ReplayCursor part) {
        rejections.rebuild(part.table(), part.whatIsWrong());
        part.restart();
        if (!part.isNamed()) { // the table drops the rows of another log, and no log brings them again
            String left = "rows of a log that is not here any more may have left";
            rejections.gap(part.table(), left);
            part.partition().add(ControlRecord.gap(LogPosition.UNKNOWN, left));
        }
    }

    /**
     * Reads the logs, and reads them a second time for each table that they prove wrong. A table is rebuilt only if all logs
     * that it needs were read whole. Otherwise its rows stay, and the rows of later logs are appended to them.
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

    /** Reads an ended log, the logs after it, and the published part of today's log. */
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

    /** Decides what happens to the table's rows after the log that they come from was read. */
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

    /** Returns whether a log exists, or existed when the owner stored its name. */
    private boolean wasThere(String log) throws IOException {
        return toldLogs.contains(log) || logs.exists(log);
    }
}
