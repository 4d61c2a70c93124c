package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.tickbus.event.Standing;
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
 * Brings each partition from where it stands to where q's pushes begin: exactly the rows that are missing, from the
 * tickerplant's logs. Per table the order of the rows is that of the log, so the number of rows that a partition has of a log
 * says which comes next, and their digest proves it. {@link ReplayDecision} decides where log and table disagree. Where the logs
 * cannot be had, what is missing is said. For the q thread.
 */
final class CatchUp {
    private final Host host;
    private final Partitions partitions;
    private final TickerplantLogs logs;
    private final Replay replay;
    private final Rejections rejections;
    private final Set<String> toldLogs = new HashSet<>(); // that one partition or another has stood in
    private boolean repliedWithRows; // which the log has, or which will be pushed
    private String incomplete = "";

    /**
     * @param progress told now and then how far the replay has come
     */
    CatchUp(
            SubscriberConfig config,
            Host host,
            Session session,
            Partitions partitions,
            Rejections rejections,
            Consumer<Progress> progress) {
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
    String run(Sub.Reply reply) throws IOException, InterruptedException {
        Map<Sub.Subscribed, Standing> standings = new LinkedHashMap<>();
        for (Sub.Subscribed subscribed : reply.tables()) {
            if (!subscribed.table().equals(Upd.HEARTBEAT)) { // a sign of life, in no log
                Standing here = partitions.open(subscribed);
                if (here != null) { // else the table is refused, and the others go on
                    standings.put(subscribed, here);
                    toldLogs.add(here.place().log());
                }
            }
        }
        partitions.refused().requireOthers(standings.size());
        List<PartitionReplay> parts = new ArrayList<>();
        for (Map.Entry<Sub.Subscribed, Standing> each : standings.entrySet()) {
            Sub.Subscribed subscribed = each.getKey();
            Standing here = each.getValue();
            Partition partition = Objects.requireNonNull(partitions.find(subscribed.table()));
            repliedWithRows |= subscribed.rows().size() > 0;
            if (subscribed.isSnapshot()) {
                takeSnapshot(partition, subscribed, here);
            } else if (reply.log() == null) {
                followWithoutLog(partition, subscribed.rows(), here, reply);
            } else {
                PartitionReplay part = part(partition, here, reply.log());
                if (part != null) {
                    parts.add(part);
                }
            }
        }
        if (!parts.isEmpty()) {
            bring(parts, Objects.requireNonNull(reply.log()));
        }
        return incomplete;
    }

    /** The reply for a table with a key is the table: nothing is left to be caught up with, and other keys are gone. */
    private static void takeSnapshot(Partition partition, Sub.Subscribed subscribed, Standing here) {
        boolean replaces = !here.isNew() || partition.hasSent();
        if (replaces) {
            partition.add(Mark.place(LogPlace.START));
        }
        partition.add(subscribed.rows());
        if (replaces) {
            partition.add(Mark.snapshot());
        }
        rebuiltSoFar(partition, here);
    }

    /** Goes on with what is pushed by a tickerplant that has no log; see {@link RepliedRows} for the rows that it replied with. */
    private void followWithoutLog(Partition partition, Flip replied, Standing here, Sub.Reply reply) {
        partition.inFlight().cannotReplay();
        incomplete = "live only: " + reply.logless();
        RepliedRows rows = RepliedRows.of(partition.askedFor(replied), here);
        boolean missing = !here.isNew() || partition.hasSent() || reply.refused();
        if (rows.replaceTable()) {
            String reason = "the tickerplant has no log, and replied with as many rows as the table has, or more";
            rejections.rebuild(partition.table(), reason);
            partition.add(Mark.rebuild(LogPlace.START, reason));
        } else if (missing && !rows.joinOn()) {
            gap(partition, LogPlace.NOWHERE, incomplete);
        }
        partition.add(rows.toTake());
        partition.checks().mayRepeat(rows.toTake());
        if (rows.replaceTable() || here.rebuilding()) {
            partition.add(Mark.rebuilt());
        }
    }

    /** The way that a partition has to go through the logs; null when there is none that it could go. */
    private @Nullable PartitionReplay part(Partition partition, Standing here, Sub.Coordinates today)
            throws IOException {
        LogPlace place = here.isNew()
                ? new LogPlace(today.log(), 0)
                : LogNames.resolved(here.place(), today.log(), this::wasThere);
        boolean named = here.isNew()
                || here.place().equals(place)
                || LogNames.isNext(place.log(), here.place().log());
        ReplayDecision.Origin origin = origin(place, today.log());
        String first =
                origin == ReplayDecision.Origin.LOG || isReadFrom(place, today.log()) ? place.log() : today.log();
        boolean isNeeded = !named || (origin != ReplayDecision.Origin.LOG && first.equals(today.log()));
        String unreadable = isNeeded ? logs.unreadable(today.log()) : null;
        if (unreadable != null) { // nor may others be readable, if it is not known which follows
            LogPlace start = new LogPlace(today.log(), 0);
            if (!named) { // what is pushed is of today's log, and not of the one that followed
                boolean dayEnded = LogNames.precedes(place.log(), today.log());
                partition.add(dayEnded ? Mark.endOfDay(null, start) : Mark.place(start));
            }
            LogPlace behind = start.unknown();
            withoutLog(partition, behind, true, unreadable);
            rebuiltSoFar(partition, here);
            return null;
        }
        if (!named && place.rows() == 0) { // with rows, the log would show whether it is the one
            gap(partition, place, "the log that followed " + here.place().log() + " is not here");
        } else if (!place.equals(here.place())) {
            partition.add(Mark.place(place));
        }
        return new PartitionReplay(
                partition,
                partition.foreign().filter(),
                here,
                new LogPlace(first, place.rows()),
                named && place.log().equals(first),
                origin);
    }

    /** What the log that is read first is to the table's rows. */
    private static ReplayDecision.Origin origin(LogPlace place, String today) {
        if (!place.isKnown() || place.log().isEmpty() || place.follows()) {
            return ReplayDecision.Origin.UNKNOWN;
        }
        return place.log().equals(today) || LogNames.mayPrecede(place.log(), today)
                ? ReplayDecision.Origin.LOG
                : ReplayDecision.Origin.OTHER_LOG;
    }

    /** Returns whether reading has to begin with the log of a place in which rows are missing: it ended, or is there still. */
    private boolean isReadFrom(LogPlace place, String today) throws IOException {
        return !place.isKnown()
                && !place.log().isEmpty()
                && (LogNames.precedes(place.log(), today) || logs.exists(place.log()));
    }

    /** Goes on with what is pushed. */
    private void withoutLog(Partition partition, LogPlace behind, boolean missing, String reason) {
        String said = "the tickerplant's log cannot be read: " + reason;
        incomplete = "live only: " + said;
        partition.inFlight().cannotReplay();
        if (missing) {
            gap(partition, behind, said);
        }
    }

    /** Ends a rebuild that was begun before, as far as it came, since nothing brings the rest. */
    private static void rebuiltSoFar(Partition partition, Standing here) {
        if (here.rebuilding()) {
            partition.add(Mark.rebuilt());
        }
    }

    /**
     * Says that rows are missing.
     *
     * @param behind where the partition stands then
     */
    private void gap(Partition partition, LogPlace behind, String reason) {
        rejections.gap(partition.table(), reason);
        partition.add(Mark.gap(LogPlace.UNKNOWN, reason));
        partition.add(Mark.place(behind));
    }

    private void beginAnew(PartitionReplay part) {
        rejections.rebuild(part.table(), part.whatIsWrong());
        part.beginAnew();
        if (!part.isNamed()) { // rows of another log leave with the old table, and nothing brings them again
            String left = "rows of a log that is not here any more may have left";
            rejections.gap(part.table(), left);
            part.partition().add(Mark.gap(LogPlace.UNKNOWN, left));
        }
    }

    /**
     * Reads the logs, and reads them once more for the tables that they show to be wrong. A table is made anew only if all logs
     * that it needs have been read and were whole. Else its rows stay, and the logs that follow are read behind them.
     */
    private void bring(List<PartitionReplay> parts, Sub.Coordinates today) throws IOException, InterruptedException {
        read(parts, today);
        List<PartitionReplay> wrong =
                parts.stream().filter(PartitionReplay::isWrong).toList();
        for (PartitionReplay part : wrong) {
            if (part.obstacle().isEmpty()) {
                beginAnew(part);
            } else {
                part.keepWrongRows();
            }
        }
        read(wrong, today);
        for (PartitionReplay part : parts) {
            if (part.isAnew()) {
                part.partition().add(Mark.rebuilt());
            }
        }
        replay.waitForRoom();
    }

    private void read(List<PartitionReplay> parts, Sub.Coordinates today) throws IOException, InterruptedException {
        Map<String, List<PartitionReplay>> byLog = new LinkedHashMap<>();
        parts.forEach(part -> byLog.computeIfAbsent(part.from().log(), log -> new ArrayList<>())
                .add(part));
        for (Map.Entry<String, List<PartitionReplay>> each : byLog.entrySet()) {
            read(each.getKey(), each.getValue(), today);
        }
    }

    /** Reads a log that ended while nobody was there, those after it, and today's as far as it was published. */
    private void read(String first, List<PartitionReplay> parts, Sub.Coordinates today)
            throws IOException, InterruptedException {
        List<String> chain =
                first.equals(today.log()) ? List.of(first) : LogNames.from(first, today.log(), this::wasThere);
        for (int i = 0; i < chain.size() - 1; i++) {
            String log = chain.get(i);
            readWhole(log, parts);
            LogPlace next = new LogPlace(chain.get(i + 1), 0);
            for (PartitionReplay part : parts) {
                if (!part.isWrong()) {
                    part.partition().add(Mark.endOfDay(LogNames.date(log), next));
                }
            }
        }
        readToday(parts, today);
    }

    private void readToday(List<PartitionReplay> parts, Sub.Coordinates today)
            throws IOException, InterruptedException {
        LogReader log;
        try {
            log = logs.open(today.log());
        } catch (NoSuchLogException unreadable) {
            for (PartitionReplay part : parts) {
                if (part.isWrong()) {
                    part.chainIsBroken(String.valueOf(unreadable.getMessage()));
                    continue;
                }
                boolean missing = today.messages() > 0 || part.isComparing() || repliedWithRows;
                LogPlace behind = new LogPlace(today.log(), LogPlace.UNKNOWN);
                withoutLog(part.partition(), behind, missing, String.valueOf(unreadable.getMessage()));
                part.takeFromHere();
            }
            return;
        }
        try (log) {
            LogReading reading = replay.read(log, today.log(), today.messages(), parts);
            parts.forEach(part -> decide(part, reading, today.log(), true));
            parts.stream()
                    .filter(PartitionReplay::isExact)
                    .forEach(part -> part.partition().checks().expect(part.rowsToCome(), host.nanoTime()));
        }
    }

    private void readWhole(String name, List<PartitionReplay> parts) throws IOException, InterruptedException {
        LogReader log;
        try {
            log = logs.open(name);
        } catch (NoSuchLogException unreadable) {
            for (PartitionReplay part : parts) {
                if (part.isWrong()) {
                    part.chainIsBroken(String.valueOf(unreadable.getMessage()));
                    continue;
                }
                part.takeFromHere();
                gap(
                        part.partition(),
                        new LogPlace(name, LogPlace.UNKNOWN),
                        "the log that ended cannot be read: " + unreadable.getMessage());
            }
            return;
        }
        try (log) {
            LogReading reading = replay.read(log, name, Progress.TO_THE_END, parts);
            parts.forEach(part -> decide(part, reading, name, false));
        }
    }

    /** Decides what becomes of the table's rows, once the log was read that they are said to be from. */
    private void decide(PartitionReplay part, LogReading reading, String log, boolean isToday) {
        if (part.isDecided()) {
            if (!reading.isWhole()) {
                part.chainIsBroken(reading.reason());
            }
            return;
        }
        if (!part.obstacle().isEmpty()) {
            gap(part.partition(), new LogPlace(log, LogPlace.UNKNOWN), part.obstacle() + "; the table's rows stay");
            part.takeFromHere();
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
            case GO_ON -> part.goOn();
            case GO_ON_IN_DOUBT -> {
                part.goOn();
                if (part.partition().isNewDamage(reading.reason())) {
                    rejections.gap(part.table(), reason);
                    part.partition().add(Mark.gap(LogPlace.UNKNOWN, reason));
                }
            }
            case REBUILD -> part.wrong(reason);
            case FOLLOW, KEEP -> {
                if (reading.goesOn()) {
                    part.partition().checks().doubtCount(log);
                }
                LogPlace behind =
                        decision == ReplayDecision.FOLLOW ? part.compared(log) : new LogPlace(log, LogPlace.UNKNOWN);
                gap(part.partition(), behind, reason);
                incomplete = isToday && decision == ReplayDecision.KEEP ? reason : incomplete;
                part.takeFromHere();
            }
        }
    }

    /** Returns whether a log was there, though it may not be any more. */
    private boolean wasThere(String log) throws IOException {
        return toldLogs.contains(log) || logs.exists(log);
    }
}
