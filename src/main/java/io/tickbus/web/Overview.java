package io.tickbus.web;

import io.tickbus.event.Heard;
import io.tickbus.event.Rejection;
import io.tickbus.event.Status;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All at a glance: the owner of the tables, the subscribers of all nodes, the tables, and what went wrong. For one thread. */
final class Overview {
    private static final String BACKING_OFF = "BACKING_OFF";
    private static final String GAP = "gap";
    private static final long SAFE_MAX = 1L << 53; // what a double, and so JavaScript, holds exactly
    private static final long FORGOTTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(Parts.FORGOTTEN_MS);

    private final String node;
    private final Instant since;
    private final Map<Place, Part> parts = new TreeMap<>(
            Comparator.comparing(Place::part).thenComparing(Place::name).thenComparing(Place::node));
    private final Map<String, Rate> tableRates = new HashMap<>();
    private final Rejections rejections = new Rejections();

    /**
     * @param node that tells this
     * @param since when it began to listen
     */
    Overview(String node, Instant since) {
        this.node = node;
        this.since = since;
    }

    private record Place(String part, String name, String node) {}

    /** One subscriber or table verticle on one node. */
    private static final class Part {
        private final Rate rate = new Rate();
        private Heard heard;
        private @Nullable LastError lastError;

        Part(Heard first) {
            heard = first;
        }

        boolean runs(long now) {
            return !heard.isSilent(now) && !heard.status().state().equals(Status.STANDBY);
        }
    }

    /** @param nanos as of {@link System#nanoTime} */
    void take(Status status, Instant at, long nanos) {
        Place place = new Place(status.part(), status.name(), status.node());
        Heard heard = new Heard(status, nanos);
        Part part = parts.computeIfAbsent(place, first -> new Part(heard));
        part.heard = heard;
        part.rate.take(status.applied(), nanos);
        if (status.state().equals(BACKING_OFF)) {
            part.lastError = new LastError(at, status.reason());
        }
    }

    void take(Rejection rejection, Instant at) {
        rejections.take(rejection, at);
        blame(rejection.source(), new LastError(at, "rejected: " + rejection.reason()));
    }

    /** @param event as {@link io.tickbus.event.Addresses#EVENTS} has it */
    void event(JsonObject event, Instant at) {
        if (GAP.equals(event.getString("event"))) {
            String reason = "gap in " + event.getString("table") + ": " + event.getString("reason");
            blame(event.getString("partition", ""), new LastError(at, reason));
        }
    }

    private void blame(String subscriber, LastError error) {
        parts.forEach((place, part) -> {
            boolean runs = !part.heard.status().state().equals(Status.STANDBY);
            if (runs && place.part.equals(Status.SUBSCRIBER) && place.name.equals(subscriber)) {
                part.lastError = error;
            }
        });
    }

    void forgetOld(long now) {
        parts.values().removeIf(part -> now - part.heard.nanos() > FORGOTTEN_NANOS);
    }

    /**
     * {@code {node, since, owner: {node, epoch}, subscribers: [{name, node, state, reason, silentSeconds, epoch, rows,
     * rowsPerSecond, lagRows, lagMs, inFlightRows, rejected, gaps, lastError: {at, reason}}], tables: [{table, rows,
     * rowsPerSecond, nextOffset, missingRows, missingUnknown}], tablesError, rejected: [{source, table, reason, count, rows,
     * last}]}}. What is not known is null; a whole number past 2^53 is a text. Counts of {@code rejected} begin at
     * {@code since}.
     *
     * @param tables as their owner describes them; none when it did not answer
     * @param tablesError why it did not; null when it did
     */
    JsonObject toJson(JsonArray tables, @Nullable String tablesError, long now) {
        return new JsonObject()
                .put("node", node)
                .put("since", since.toString())
                .put("owner", owner(now))
                .put("subscribers", subscribers(now))
                .put("tables", tablesError == null ? tables(tables, now) : new JsonArray())
                .put("tablesError", tablesError)
                .put("rejected", rejections.toJson());
    }

    /** The one of the highest epoch, should an old one have spoken lately. */
    private @Nullable JsonObject owner(long now) {
        return parts.values().stream()
                .filter(part -> part.heard.status().part().equals(Status.TABLE) && part.heard.isLive(now))
                .map(part -> part.heard.status())
                .max(Comparator.comparingLong(Status::epoch))
                .map(status -> new JsonObject().put("node", status.node()).put("epoch", whole(status.epoch())))
                .orElse(null);
    }

    /** One that is silent is told of as long as it does not run elsewhere, and one that stood by is not missed. */
    private JsonArray subscribers(long now) {
        Set<String> running = parts.entrySet().stream()
                .filter(entry -> entry.getKey().part.equals(Status.SUBSCRIBER)
                        && entry.getValue().runs(now))
                .map(entry -> entry.getKey().name)
                .collect(Collectors.toSet());
        JsonArray all = new JsonArray();
        parts.forEach((place, part) -> {
            boolean missed = !part.heard.status().state().equals(Status.STANDBY) && !running.contains(place.name);
            if (place.part.equals(Status.SUBSCRIBER) && (!part.heard.isSilent(now) || missed)) {
                all.add(subscriber(part, now));
            }
        });
        return all;
    }

    private static JsonObject subscriber(Part part, long now) {
        Status status = part.heard.status();
        boolean silent = part.heard.isSilent(now);
        long silentSeconds = silent ? TimeUnit.NANOSECONDS.toSeconds(now - part.heard.nanos()) : 0;
        LastError error = part.lastError;
        return new JsonObject()
                .put("name", status.name())
                .put("node", status.node())
                .put("state", status.state())
                .put("reason", status.reason())
                .put("silentSeconds", silentSeconds)
                .put("epoch", whole(status.epoch()))
                .put("rows", whole(status.applied()))
                .put("rowsPerSecond", silent ? null : whole(part.rate.perSecond()))
                .put("lagRows", whole(status.lagRows()))
                .put("lagMs", whole(status.lagMs()))
                .put("inFlightRows", whole(status.inFlightRows()))
                .put("rejected", whole(status.rejected()))
                .put("gaps", whole(status.gaps()))
                .put("lastError", error == null ? null : error.toJson());
    }

    private JsonArray tables(JsonArray described, long now) {
        Set<String> names = described.stream()
                .map(each -> ((JsonObject) each).getString("table"))
                .collect(Collectors.toSet());
        tableRates.keySet().retainAll(names);
        JsonArray all = new JsonArray();
        for (int i = 0; i < described.size(); i++) {
            JsonObject table = described.getJsonObject(i);
            long nextOffset = table.getLong("nextOffset");
            Rate rate = tableRates.computeIfAbsent(table.getString("table"), name -> new Rate());
            rate.take(nextOffset, now);
            all.add(new JsonObject()
                    .put("table", table.getString("table"))
                    .put("rows", whole(table.getLong("count")))
                    .put("rowsPerSecond", whole(rate.perSecond()))
                    .put("nextOffset", whole(nextOffset))
                    .put("missingRows", whole(table.getLong("missingRows")))
                    .put("missingUnknown", table.getBoolean("missingUnknown")));
        }
        return all;
    }

    /** A whole number as the bus has it in JSON. */
    static @Nullable Object whole(@Nullable Long number) {
        return number == null || Math.abs(number) <= SAFE_MAX ? number : Long.toString(number);
    }
}
