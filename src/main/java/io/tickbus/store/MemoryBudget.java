package io.tickbus.store;

import io.tickbus.config.StoreConfig;
import io.tickbus.config.StoreConfig.TableBytesPolicy;
import io.tickbus.event.MemoryStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the memory of all tables of an owner. A table requests memory before it grows. If too little memory is free,
 * rows are dropped in three steps. The first step drops cleared days that are kept for slow consumers. The second step
 * drops rows of old generations during rebuilds. The third step drops the oldest segments of the largest tables without
 * a key, if the configuration allows it. A table never loses rows to a larger table. Only the owner's thread uses this
 * class.
 */
final class MemoryBudget {
    /** Retained batches may use the tables' memory limit divided by this number, in addition to the tables. */
    private static final int HELD_SHARE = 2;

    private static final Comparator<TopicMemory> BY_SIZE = Comparator.comparingLong(TopicMemory::tableBytes);

    private final long bytesMax;
    private final TableBytesPolicy policy;
    private final Archive archive;
    private final MemoryAlarm alarm;
    private final List<TopicMemory> topics = new ArrayList<>();
    private long counted;
    private long heldBytes;

    MemoryBudget(StoreConfig config, Archive archive, StoreHost host) {
        this.bytesMax = config.tableBytesMax();
        this.policy = config.tableBytesPolicy();
        this.archive = archive;
        this.alarm = new MemoryAlarm(
                bytesMax,
                pauses()
                        ? "when all is taken, reading waits until there is room"
                        : "when all is taken, the oldest rows of the largest table leave",
                host);
    }

    /** Returns whether rows of subscribers wait when the memory is full. Otherwise older rows are dropped. */
    boolean pauses() {
        return policy == TableBytesPolicy.PAUSE;
    }

    void add(TopicMemory topic) {
        topics.add(topic);
        change(topic.tableBytes());
    }

    /** Adds a change to the number of bytes that topics use. A negative change frees memory. */
    void change(long bytes) {
        counted += bytes;
        alarm.used(used());
    }

    private long used() {
        return counted + archive.bytes();
    }

    /** Returns whether the given number of bytes is free now. */
    boolean fits(long bytes) {
        return bytes <= bytesMax - used();
    }

    /**
     * Frees memory for a topic, as the configuration allows. Drops rows only if this frees enough.
     *
     * @param need returns the needed number of bytes, which can change when rows are dropped
     * @return whether there is enough memory now
     */
    boolean makeRoom(TopicMemory topic, LongSupplier need) {
        if (fits(need.getAsLong())) {
            return true;
        }
        topics.forEach(TopicMemory::recount); // Ends of days and timers may have freed memory.
        for (int i = 0; i < topics.size() && !fits(need.getAsLong()); i++) {
            topics.get(i).dropCleared();
        }
        if (canFit(topic, need.getAsLong())) {
            TopicMemory victim = victim(topic);
            while (victim != null && !fits(need.getAsLong())) {
                victim.evict();
                victim = victim(topic);
            }
        }
        return fits(need.getAsLong());
    }

    /** Returns whether dropping rows can free enough memory. */
    private boolean canFit(TopicMemory topic, long need) {
        long evictable = 0;
        for (TopicMemory other : topics) {
            evictable += mayLeaveFor(other, topic) ? other.tableBytes() : 0;
        }
        return need <= bytesMax - used() + evictable;
    }

    private boolean mayLeaveFor(TopicMemory victim, TopicMemory topic) {
        return victim.hasOldGeneration()
                || (!pauses() && victim.isEvictable() && victim.tableBytes() >= topic.tableBytes());
    }

    /**
     * Returns the topic whose oldest rows are dropped next, or null if no rows can be dropped. Prefers topics with an
     * old generation, then topics with several segments, then large topics.
     */
    private @Nullable TopicMemory victim(TopicMemory topic) {
        return topics.stream()
                .filter(other -> mayLeaveFor(other, topic))
                .max(Comparator.comparing(TopicMemory::hasOldGeneration)
                        .thenComparing(TopicMemory::hasSegments)
                        .thenComparing(BY_SIZE))
                .orElse(null);
    }

    /** Reserves memory for a retained batch. Returns false, and reserves nothing, if too little memory is free. */
    boolean tryHold(long bytes) {
        boolean room = heldBytes + bytes <= bytesMax / HELD_SHARE;
        heldBytes += room ? bytes : 0;
        return room;
    }

    void release(long bytes) {
        heldBytes -= bytes;
    }

    /** Reports a measure that was taken for a table because the memory is full. */
    void measure(MemoryAlarm.Measure measure, String table, TableEvents ofTable, String reason) {
        alarm.measure(measure, table, ofTable, used(), reason);
    }

    /** Returns the part of an error message that tells how much memory the tables use. */
    String shortage() {
        return "tables take " + MemoryAlarm.text(used()) + " of " + MemoryAlarm.text(bytesMax)
                + "; keep fewer rows (retentionRowsMax), or raise store.tableBytesMax, now " + bytesMax;
    }

    MemoryStatus status() {
        topics.forEach(TopicMemory::recount);
        return alarm.status(used());
    }
}
