package io.tickbus.table;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Which source appended which rows of a segment, as runs of consecutive rows. A run takes 8 bytes, and a segment has at most one
 * run a row; a segment of one source has one run. Only the owner's thread adds runs, and a full segment's runs never change.
 */
final class SourceRuns {
    private int[] sources = new int[1];
    private int[] ends = new int[1];
    private int count;

    /** Notes the source of the rows that follow. */
    void append(int source, int rows) {
        if (rows == 0) {
            return;
        }
        int end = size() + rows;
        if (count == 0 || sources[count - 1] != source) {
            if (count == ends.length) {
                sources = Arrays.copyOf(sources, 2 * count);
                ends = Arrays.copyOf(ends, 2 * count);
            }
            sources[count++] = source;
        }
        ends[count - 1] = end;
    }

    /** Runs. */
    int count() {
        return count;
    }

    int source(int run) {
        return sources[run];
    }

    /** The first row of a run. */
    int start(int run) {
        return run == 0 ? 0 : ends[run - 1];
    }

    /** The row behind a run. */
    int end(int run) {
        return ends[run];
    }

    private int size() {
        return count == 0 ? 0 : ends[count - 1];
    }

    /** Whether there are rows of any of some sources. */
    boolean hasAnyOf(IntPredicate some) {
        return Arrays.stream(sources, 0, count).anyMatch(some);
    }

    /** Bytes of the runs in memory. */
    long bytes() {
        return (long) Integer.BYTES * (sources.length + ends.length);
    }
}
