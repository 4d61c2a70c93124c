package io.tickbus.chaos;

import java.util.Map;

/**
 * Where a pipeline stands.
 *
 * @param isLive whether all its subscribers are
 * @param numbers those of the tables' last rows
 */
record Standing(boolean isLive, Map<String, Long> numbers) {
    /** Whether every table has come to the row of this number, or beyond. */
    boolean isAt(Map<String, Long> marks) {
        return marks.entrySet().stream().allMatch(mark -> number(mark.getKey()) >= mark.getValue());
    }

    /** Whether every table is beyond the row of this number. */
    boolean isPast(Map<String, Long> marks) {
        return marks.entrySet().stream().allMatch(mark -> number(mark.getKey()) > mark.getValue());
    }

    private long number(String table) {
        return numbers.getOrDefault(table, 0L);
    }
}
