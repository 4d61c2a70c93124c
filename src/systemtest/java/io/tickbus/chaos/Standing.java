package io.tickbus.chaos;

import java.util.Map;

/**
 * The progress of a pipeline.
 *
 * @param isLive true if all subscribers are LIVE
 * @param numbers the number of the last row of each table
 */
record Standing(boolean isLive, Map<String, Long> numbers) {
    /** Returns whether every table has its row with the given number. */
    boolean isAt(Map<String, Long> marks) {
        return marks.entrySet().stream().allMatch(mark -> number(mark.getKey()) >= mark.getValue());
    }

    /** Returns whether every table has a row after the row with the given number. */
    boolean isPast(Map<String, Long> marks) {
        return marks.entrySet().stream().allMatch(mark -> number(mark.getKey()) > mark.getValue());
    }

    private long number(String table) {
        return numbers.getOrDefault(table, 0L);
    }
}
