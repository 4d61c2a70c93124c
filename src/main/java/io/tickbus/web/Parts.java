package io.tickbus.web;

import io.tickbus.event.Heard;
import io.tickbus.event.Status;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the parts of all nodes said last. For one thread. */
final class Parts {
    /** A part that has said nothing for so long is forgotten: its name may be one that is used no more. */
    static final int FORGOTTEN_MS = 300_000;

    private static final long FORGOTTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(FORGOTTEN_MS);

    private final Map<String, Heard> subscribers = new TreeMap<>();
    private final Map<String, Heard> tables = new TreeMap<>(); // one, of their owner

    void take(Status status, long nanos) {
        of(status.part()).merge(status.name(), new Heard(status, nanos), Parts::whoCounts);
    }

    private Map<String, Heard> of(String part) {
        return part.equals(Status.TABLE) ? tables : subscribers;
    }

    /** Who stands by counts as soon as the one that ran says nothing more. */
    private static Heard whoCounts(Heard known, Heard later) {
        return known.isSilent(later.nanos()) ? later : known.whoRuns(later);
    }

    void forgetOld(long now) {
        subscribers.values().removeIf(heard -> now - heard.nanos() > FORGOTTEN_NANOS);
        tables.values().removeIf(heard -> now - heard.nanos() > FORGOTTEN_NANOS);
    }

    /** In the order of their names. */
    List<Heard> subscribers() {
        return List.copyOf(subscribers.values());
    }

    /** Null when nothing was heard of one of this name. */
    @Nullable
    Heard subscriber(String name) {
        return subscribers.get(name);
    }

    /** Who owns the tables, or else stands by; null when nothing was heard. */
    @Nullable
    Heard owner() {
        return tables.isEmpty() ? null : tables.values().iterator().next();
    }
}
