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
 * The memory that all tables of an owner may take together. A table asks before it grows. When there is no room, days that were
 * cleared and are kept for slow readers go first, then old generations of tables that are rebuilt, without which the new ones
 * might never be whole. Then, if the policy is to drop, the oldest segment of the largest table without a key goes, and the next
 * one, until there is room. No table's rows leave for a larger table. On the owner's thread.
 */
final class MemoryBudget {
    /** The share of the memory for tables that rows may take beside it which are held by the owner: one half. */
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

    /** Whether what subscribers bring waits for room, instead of others' rows leaving for it. */
    boolean pauses() {
        return policy == TableBytesPolicy.PAUSE;
    }

    void add(TopicMemory topic) {
        topics.add(topic);
        change(topic.tableBytes());
    }

    /** Notes that a topic takes so many bytes more, or less, than before. */
    void change(long bytes) {
        counted += bytes;
        alarm.used(used());
    }

    private long used() {
        return counted + archive.bytes();
    }

    /** Whether so many bytes more have room now. */
    boolean fits(long bytes) {
        return bytes <= bytesMax - used();
    }

    /**
     * Makes room by the policy, if there is not enough.
     *
     * @param need bytes, which may change when rows leave
     * @return whether there is room; if not, as little as possible has left
     */
    boolean makeRoom(TopicMemory topic, LongSupplier need) {
        if (fits(need.getAsLong())) {
            return true;
        }
        topics.forEach(TopicMemory::recount); // ends of days and timers have let go of rows meanwhile
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

    /** Whether there would be room if all rows left that may. */
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

    /** The topic whose oldest rows leave next: one that keeps others, if there is any. */
    private @Nullable TopicMemory victim(TopicMemory topic) {
        return topics.stream()
                .filter(other -> mayLeaveFor(other, topic))
                .max(Comparator.comparing(TopicMemory::hasOldGeneration)
                        .thenComparing(TopicMemory::hasSegments)
                        .thenComparing(BY_SIZE))
                .orElse(null);
    }

    /** Counts rows that wait at the owner, in its memory; false, and nothing is counted, when they have no room. */
    boolean tryHold(long bytes) {
        boolean room = heldBytes + bytes <= bytesMax / HELD_SHARE;
        heldBytes += room ? bytes : 0;
        return room;
    }

    /** Counts rows that wait no longer. */
    void release(long bytes) {
        heldBytes -= bytes;
    }

    /** Notes what is done to a table for want of room. */
    void measure(MemoryAlarm.Measure measure, String table, TableEvents ofTable, String reason) {
        alarm.measure(measure, table, ofTable, used(), reason);
    }

    /** Why there is no room, for the sentence that says for what there is none. */
    String shortage() {
        return "tables take " + MemoryAlarm.text(used()) + " of " + MemoryAlarm.text(bytesMax)
                + "; keep fewer rows (retentionRowsMax), or raise store.tableBytesMax, now " + bytesMax;
    }

    /** How it is now. */
    MemoryStatus status() {
        topics.forEach(TopicMemory::recount);
        return alarm.status(used());
    }
}
