package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.tickbus.event.Standing;
import io.tickbus.log.LogReader;
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
 * tickerplant's logs. Per table the order of the rows is that of the log, so that the rows that a partition has of a log say
 * which comes next. Where the logs cannot be had, what is missing is said. For the q thread.
 */
final class CatchUp {
    private static final String ROWS_MISSING_BEFORE = "rows are missing before, and nobody knows how many";

    private final SubscriberConfig config;
    private final Partitions partitions;
    private final TickerplantLogs logs;
    private final Replay replay;
    private final Rejections rejections;
    private final Set<String> toldLogs = new HashSet<>(); // that one partition or another has stood in
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
        this.config = config;
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
        List<Track> tracks = new ArrayList<>();
        for (Map.Entry<Sub.Subscribed, Standing> each : standings.entrySet()) {
            Sub.Subscribed subscribed = each.getKey();
            Standing here = each.getValue();
            Partition partition = Objects.requireNonNull(partitions.find(subscribed.table()));
            if (subscribed.isSnapshot()) {
                takeSnapshot(partition, subscribed, here);
            } else {
                Track track = track(partition, here, reply);
                if (track != null) {
                    tracks.add(track);
                }
            }
        }
        if (!tracks.isEmpty()) {
            bring(tracks, Objects.requireNonNull(reply.log()));
        }
        return incomplete;
    }

    /** A reply that holds the table's rows leaves nothing to be caught up with. */
    private void takeSnapshot(Partition partition, Sub.Subscribed subscribed, Standing here) {
        boolean again = !here.isNew() && subscribed.schema().keys() == 0;
        partition.inFlight().replayable(true); // by the next subscription
        if (again) {
            rejections.rebuild(partition.table(), "the tickerplant replied with its rows");
            partition.add(Mark.rebuild(LogPlace.NOWHERE, "the tickerplant replied with its rows"));
        }
        partition.add(subscribed.rows());
        if (again || here.rebuilding()) {
            partition.add(Mark.rebuilt(LogPlace.NOWHERE));
        }
    }

    /** The way that a partition has to go through the logs; null when there is none that it could go. */
    private @Nullable Track track(Partition partition, Standing here, Sub.Reply reply) throws IOException {
        Sub.Coordinates today = reply.log();
        if (today == null) {
            incomplete = "live only: " + reply.logless();
            if (!here.isNew() || partition.hasSent() || reply.refused()) {
                gap(partition, LogPlace.NOWHERE, incomplete);
            }
            rebuiltSoFar(partition, here);
            return null;
        }
        partition.inFlight().replayable(true);
        List<String> syms =
                config.subscription() instanceof SubscriptionConfig.Tables tables ? tables.syms() : List.of();
        SymFilter filter = new SymFilter(partition.schema(), syms);
        LogPlace place = here.isNew()
                ? new LogPlace(today.log(), 0)
                : LogNames.resolved(here.place(), today.log(), this::wasThere);
        boolean told = here.isNew()
                || here.place().equals(place)
                || LogNames.isNext(place.log(), here.place().log());
        String unreadable = told ? null : logs.unreadable(today.log());
        if (unreadable != null) { // nor may others be readable: it is not known which follows
            withoutLog(partition, here.place().unknown(), true, unreadable);
            rebuiltSoFar(partition, here);
            return null;
        }
        if (!told && place.rows() == 0) { // with rows, the log would show whether it is the one
            gap(partition, place, "the log that followed " + here.place().log() + " is not here");
        } else if (!place.equals(here.place())) {
            partition.add(Mark.place(place));
        }
        Track track = new Track(partition, filter, place, told, here.last(), here.rebuilding());
        if (LogNames.precedes(place.log(), today.log())) {
            if (!place.isKnown() && logs.exists(place.log())) {
                beginAnew(track, place.log(), ROWS_MISSING_BEFORE);
            } else if (!place.isKnown()) {
                track.skipNothing(); // what there is of that day stays
            }
            return track;
        }
        String reason = reasonToBeginAnew(place, today.log());
        if (reason.isEmpty()) {
            return track;
        }
        String unusable = unusable(today);
        if (unusable != null) {
            withoutLog(partition, new LogPlace(today.log(), LogPlace.UNKNOWN), true, unusable);
            rebuiltSoFar(partition, here);
            return null;
        }
        boolean earlier = !place.isKnown() && !place.log().isEmpty() && logs.exists(place.log());
        beginAnew(track, earlier ? place.log() : today.log(), reason);
        return track;
    }

    /** Why a table has to be made anew from today's log; empty when it has not. */
    private static String reasonToBeginAnew(LogPlace place, String today) {
        if (!place.isKnown()) {
            return ROWS_MISSING_BEFORE;
        }
        if (!place.log().equals(today) && !LogNames.mayPrecede(place.log(), today)) {
            return "its rows are of " + place.log() + ", and the tickerplant has " + today;
        }
        return place.follows() ? "the day was said to have ended, and its log goes on" : "";
    }

    /** Why a table cannot be made anew from a log: rows that were pushed must not make room for fewer. */
    private @Nullable String unusable(Sub.Coordinates today) throws IOException {
        String unreadable = logs.unreadable(today.log());
        if (unreadable != null) {
            return unreadable;
        }
        return logs.isWhole(today) ? null : today.log() + " is not whole";
    }

    /** Goes on with what is pushed. */
    private void withoutLog(Partition partition, LogPlace behind, boolean missing, String reason) {
        String said = "the tickerplant's log cannot be read: " + reason;
        incomplete = "live only: " + said;
        partition.inFlight().replayable(false);
        if (missing) {
            gap(partition, behind, said);
        }
    }

    /** Ends a rebuild that was begun before, as far as it came, since nothing brings the rest. */
    private static void rebuiltSoFar(Partition partition, Standing here) {
        if (here.rebuilding()) {
            partition.add(Mark.rebuilt(LogPlace.NOWHERE));
        }
    }

    /**
     * Says that rows are missing.
     *
     * @param behind where the partition stands then
     */
    private void gap(Partition partition, LogPlace behind, String reason) {
        rejections.gap(partition.table(), reason);
        partition.add(Mark.gap(LogPlace.NOWHERE, LogPlace.UNKNOWN, reason));
        partition.add(Mark.place(behind));
    }

    private void beginAnew(Track track, String log, String reason) {
        rejections.rebuild(track.table(), reason);
        boolean same = track.isToldOf(log);
        track.beginAnew(log, reason);
        if (!same) { // rows of another log leave with the old table, and nothing brings them again
            String left = "rows of a log that is not here any more may have left";
            rejections.gap(track.table(), left);
            track.partition().add(Mark.gap(LogPlace.NOWHERE, LogPlace.UNKNOWN, left));
        }
    }

    /** Reads the logs; a second time for what they show to be wrong. */
    private void bring(List<Track> tracks, Sub.Coordinates today) throws IOException, InterruptedException {
        read(tracks, today);
        List<Track> wrong = tracks.stream().filter(Track::isWrong).toList();
        for (Track track : wrong) {
            LogPlace from = track.from();
            String reason = "at row " + from.rows() + " the log has something else than the table";
            beginAnew(track, from.log(), reason);
        }
        read(wrong, today);
        for (Track track : tracks) {
            if (track.isAnew()) {
                track.partition().add(Mark.rebuilt(LogPlace.NOWHERE));
            }
        }
        replay.waitForRoom();
    }

    private void read(List<Track> tracks, Sub.Coordinates today) throws IOException, InterruptedException {
        Map<String, List<Track>> byLog = new LinkedHashMap<>();
        tracks.forEach(track -> byLog.computeIfAbsent(track.from().log(), log -> new ArrayList<>())
                .add(track));
        for (Map.Entry<String, List<Track>> each : byLog.entrySet()) {
            read(each.getKey(), each.getValue(), today);
        }
    }

    /** Reads a log that ended while nobody was there, those after it, and today's as far as it was published. */
    private void read(String first, List<Track> tracks, Sub.Coordinates today)
            throws IOException, InterruptedException {
        List<String> chain =
                first.equals(today.log()) ? List.of(first) : LogNames.from(first, today.log(), this::wasThere);
        for (int i = 0; i < chain.size() - 1; i++) {
            String log = chain.get(i);
            readWhole(log, tracks);
            LogPlace next = new LogPlace(chain.get(i + 1), 0);
            for (Track track : tracks) {
                if (!track.isWrong()) {
                    track.partition().add(Mark.endOfDay(LogNames.date(log), next));
                }
            }
        }
        readToday(tracks, today);
    }

    private void readToday(List<Track> tracks, Sub.Coordinates today) throws IOException, InterruptedException {
        LogReader log;
        try {
            log = logs.open(today.log());
        } catch (NoSuchLogException unreadable) {
            for (Track track : tracks) {
                boolean missing = today.messages() > 0 || track.isSkipping();
                LogPlace behind = new LogPlace(today.log(), LogPlace.UNKNOWN);
                withoutLog(track.partition(), behind, missing, String.valueOf(unreadable.getMessage()));
                track.skipNothing();
            }
            return;
        }
        try (log) {
            replay.read(log, today.log(), today.messages(), tracks);
        }
        tracks.forEach(Track::logEnds);
    }

    /** Whether a log was there, though it may not be any more. */
    private boolean wasThere(String log) throws IOException {
        return toldLogs.contains(log) || logs.exists(log);
    }

    private void readWhole(String name, List<Track> tracks) throws IOException, InterruptedException {
        LogReader log;
        try {
            log = logs.open(name);
        } catch (NoSuchLogException unreadable) {
            for (Track track : tracks) {
                track.skipNothing();
                gap(
                        track.partition(),
                        new LogPlace(name, LogPlace.UNKNOWN),
                        "the log that ended cannot be read: " + unreadable.getMessage());
            }
            return;
        }
        try (log) {
            replay.read(log, name, Progress.TO_THE_END, tracks);
        }
        tracks.forEach(Track::logEnds);
    }
}
