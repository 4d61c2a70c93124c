package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.tickbus.event.Standing;
import io.tickbus.log.LogReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings each partition from where it stands to where q's pushes begin: exactly the rows that are missing, from the
 * tickerplant's logs. Per table the order of the rows is that of the log, so that the rows that a partition has of a log say
 * which comes next. Where the logs cannot be had, what is missing is said. For the q thread.
 */
final class CatchUp {
    private final SubscriberConfig config;
    private final Partitions partitions;
    private final TickerplantLogs logs;
    private final Replay replay;
    private final Rejections rejections;
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
            Consumer<String> progress) {
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
        List<Track> tracks = new ArrayList<>();
        for (Sub.Subscribed subscribed : reply.tables()) {
            if (subscribed.table().equals(Upd.HEARTBEAT)) {
                continue; // a sign of life, in no log
            }
            Standing here = partitions.open(subscribed.table(), subscribed.schema());
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
        partition.inFlight().replayable(); // by the next subscription
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
            if (!here.isNew() || partition.hasSent()) {
                gap(partition, here, LogPlace.NOWHERE, incomplete);
            }
            return null;
        }
        String unreadable = logs.unreadable(today.log());
        if (unreadable != null) {
            unreadable = "the tickerplant's log cannot be read: " + unreadable;
            incomplete = "live only: " + unreadable;
            if (here.isNew() && today.messages() == 0) {
                partition.add(Mark.place(new LogPlace(today.log(), 0)));
            } else {
                gap(partition, here, new LogPlace(today.log(), LogPlace.UNKNOWN), unreadable);
            }
            return null;
        }
        partition.inFlight().replayable();
        List<String> syms =
                config.subscription() instanceof SubscriptionConfig.Tables tables ? tables.syms() : List.of();
        SymFilter filter = new SymFilter(partition.schema(), syms);
        LogPlace start = new LogPlace(today.log(), 0);
        if (here.isNew()) {
            partition.add(Mark.place(start));
            return new Track(partition, filter, start, true, here.last(), false);
        }
        LogPlace place = LogNames.resolved(here.place(), today.log(), logs::exists);
        if (!place.equals(here.place())) {
            partition.add(Mark.place(place));
        }
        if (!place.isKnown() && !logs.isWhole(today)) { // else rows that were pushed would make room for fewer
            incomplete = "live only: the tickerplant's log is not whole";
            gap(partition, here, place, "the log " + today.log() + " is not whole");
            return null;
        }
        boolean told = here.place().equals(place)
                || LogNames.isNext(place.log(), here.place().log());
        Track track = new Track(partition, filter, place, told, here.last(), here.rebuilding());
        if (!place.isKnown() && LogNames.precedes(place.log(), today.log()) && !logs.exists(place.log())) {
            track.skipNothing(); // what there is of that day stays
        } else if (!place.isKnown()) {
            boolean readable = !place.log().isEmpty() && logs.exists(place.log());
            beginAnew(
                    track, readable ? place.log() : today.log(), "rows are missing before, and nobody knows how many");
        } else if (!place.log().equals(today.log()) && !LogNames.mayPrecede(place.log(), today.log())) {
            beginAnew(
                    track, today.log(), "its rows are of " + place.log() + ", and the tickerplant has " + today.log());
        } else if (place.follows()) {
            beginAnew(track, today.log(), "the day was said to have ended, and its log goes on");
        }
        return track;
    }

    /**
     * Says that rows are missing.
     *
     * @param near where, if the partition has never stood in any log
     */
    private void gap(Partition partition, Standing here, LogPlace near, String reason) {
        gap(partition, here.place().log().isEmpty() ? near : here.place(), reason);
        if (here.rebuilding()) { // as far as it came, since nothing brings the rest
            partition.add(Mark.rebuilt(LogPlace.NOWHERE));
        }
    }

    private void gap(Partition partition, LogPlace near, String reason) {
        rejections.gap(partition.table(), reason);
        partition.add(Mark.gap(LogPlace.NOWHERE, LogPlace.UNKNOWN, reason));
        partition.add(Mark.place(near.unknown()));
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
                first.equals(today.log()) ? List.of(first) : LogNames.from(first, today.log(), logs::exists);
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
        try (LogReader log = logs.open(today.log())) {
            replay.read(log, today.log(), today.messages(), tracks);
        }
        tracks.forEach(Track::logEnds);
    }

    private void readWhole(String name, List<Track> tracks) throws IOException, InterruptedException {
        LogReader log;
        try {
            log = logs.open(name);
        } catch (NoSuchLogException unreadable) {
            for (Track track : tracks) {
                if (track.from().log().equals(name)) {
                    track.skipNothing();
                    gap(
                            track.partition(),
                            track.from(),
                            "the log that ended cannot be read: " + unreadable.getMessage());
                }
            }
            return;
        }
        try (log) {
            replay.read(log, name, Long.MAX_VALUE, tracks);
        }
        tracks.forEach(Track::logEnds);
    }
}
