package io.tickbus.store;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The days that have ended in one generation of a table, in the order of their ends. {@link Fetches} tells them to
 * readers in order with the rows. A new generation starts without ended days. Only the owner's thread uses this class.
 */
final class DayEnds {
    /** Limit on the number of kept ends. When it is reached, the oldest end is forgotten. */
    static final int KEPT_MAX = 1000;

    /**
     * The end of a day.
     *
     * @param number the number of the end in its generation, from 1
     * @param offset the offset of the first row of the next day
     */
    record DayEnd(long number, LocalDate date, long offset) {}

    private final List<DayEnd> kept = new ArrayList<>(); // Numbers and offsets rise
    private long lastNumber;

    /**
     * Adds the end of a day.
     *
     * @param offset the offset of the next row of the table
     */
    void add(LocalDate date, long offset) {
        if (kept.size() == KEPT_MAX) {
            kept.remove(0);
        }
        kept.add(new DayEnd(++lastNumber, date, offset));
    }

    /** Returns the number of the last end at an offset or before it; 0 if there is none. */
    long numberAt(long offset) {
        for (int i = kept.size() - 1; i >= 0; i--) {
            if (kept.get(i).offset <= offset) {
                return kept.get(i).number;
            }
        }
        return kept.isEmpty() ? 0 : kept.get(0).number - 1;
    }

    /** Returns the offset of the first end after an offset; {@link Long#MAX_VALUE} if there is none. */
    long boundaryAfter(long offset) {
        long boundary = Long.MAX_VALUE;
        for (int i = kept.size() - 1; i >= 0 && kept.get(i).offset > offset; i--) {
            boundary = kept.get(i).offset;
        }
        return boundary;
    }

    /** Returns the first kept end with a higher number, or null. */
    @Nullable
    DayEnd following(long number) {
        long index = kept.isEmpty() ? 0 : number + 1 - kept.get(0).number;
        return index < kept.size() ? kept.get((int) Math.max(0, index)) : null;
    }

    /** Returns the first kept end at an offset or after it, or null. */
    @Nullable
    DayEnd firstFrom(long offset) {
        return following(offset == 0 ? 0 : numberAt(offset - 1));
    }

    /** Returns the dates of the kept ends that are after the last end of another generation. */
    List<LocalDate> datesAfter(DayEnds other) {
        LocalDate last = other.kept.isEmpty() ? LocalDate.MIN : other.kept.get(other.kept.size() - 1).date;
        return kept.stream()
                .map(DayEnd::date)
                .filter(date -> date.isAfter(last))
                .toList();
    }
}
