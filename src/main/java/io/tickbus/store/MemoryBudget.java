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
 * Limit on the memory of all tables of an owner. A table asks for room before it grows. Room is made in this order.
 * First, cleared days that are kept for slow readers are dropped. Next, old generations of tables that are rebuilt are
 * dropped, because otherwise the new ones might never be complete. Last, if the policy is to drop rows, the oldest
 * segment of the largest plain table is dropped, until there is room. Rows never leave for the sake of a larger table.
 * Owner's thread only.
 */
final class MemoryBudget {
    /** Divisor of the tables' limit: rows that the owner retains besides the tables may take half of it. */
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

    /** Returns whether rows of subscribers wait for room. If not, older rows are dropped. */
    boolean pauses() {
        return policy == TableBytesPolicy.PAUSE;
    }

    void add(TopicMemory topic) {
        topics.add(topic);
        change(topic.tableBytes());
    }

    /** Records that the memory of a topic has changed by a number of bytes. */
    void change(long bytes) {
        counted += bytes;
        alarm.used(used());
    }

    private long used() {
        return counted + archive.bytes();
    }

    /** Returns whether a number of bytes has room now. */
    boolean fits(long bytes) {
        return bytes <= bytesMax - used();
    }

    /**
     * Makes room as the policy says, if there is too little.
     *
     * @param need returns the needed bytes, which may change when rows leave
     * @return whether there is room; if not, as few rows as possible have left
     */
    boolean makeRoom(TopicMemory topic, LongSupplier need) {
        if (fits(need.getAsLong())) {
            return true;
        }
        topics.forEach(TopicMemory::recount); // ends of days and timers have freed memory meanwhile
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

    /** Returns whether there is enough room after dropping all rows that may be dropped. */
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
     * Returns the topic whose oldest rows are dropped next; prefers topics that have other rows left. Null if no rows
     * may be dropped.
     */
    private @Nullable TopicMemory victim(TopicMemory topic) {
        return topics.stream()
                .filter(other -> mayLeaveFor(other, topic))
                .max(Comparator.comparing(TopicMemory::hasOldGeneration)
                        .thenComparing(TopicMemory::hasSegments)
                        .thenComparing(BY_SIZE))
                .orElse(null);
    }

    /** Reserves memory for rows that the owner retains. Returns false, and reserves nothing, if there is no room. */
    boolean tryHold(long bytes) {
        boolean room = heldBytes + bytes <= bytesMax / HELD_SHARE;
        heldBytes += room ? bytes : 0;
        return room;
    }

    /** Releases the memory of retained rows. */
    void release(long bytes) {
        heldBytes -= bytes;
    }

    /** Reports a measure that is taken on a table for lack of room. */
    void measure(MemoryAlarm.Measure measure, String table, TableEvents ofTable, String reason) {
        alarm.measure(measure, table, ofTable, used(), reason);
    }

    /** Returns why there is no room, as the end of a sentence. */
    String shortage() {
        return "tables take " + MemoryAlarm.text(used()) + " of " + MemoryAlarm.text(bytesMax)
                + "; keep fewer rows (retentionRowsMax), or raise store.tableBytesMax, now " + bytesMax;
    }

    /** Returns the current status. */
    MemoryStatus status() {
        topics.forEach(TopicMemory::recount);
        return alarm.status(used());
    }
}
