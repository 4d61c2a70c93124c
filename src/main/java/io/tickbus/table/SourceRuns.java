package io.tickbus.table;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The source of each row of a {@link Segment}. Consecutive rows of one source form a run, and only the runs are stored.
 * The first run needs no array. Each further run takes 8 bytes. Full arrays double in size. When the segment is full,
 * the arrays are trimmed. Only the owner's thread adds runs. The runs of a full segment never change.
 */
final class SourceRuns {
    /** The size of a run in the arrays, in bytes. The first run of a segment is not in the arrays. */
    static final int RUN_BYTES = 2 * Integer.BYTES;

    private final int rowsMax;
    private int firstSource;
    private int[] furtherSources = {};
    private int[] furtherStarts = {};
    private int count;
    private int rows;

    /** @param rowsMax the number of rows of a full segment */
    SourceRuns(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    /** Records the source of the next {@code more} rows. */
    void append(int source, int more) {
        if (begins(source, more)) {
            if (count == 0) {
                firstSource = source;
            } else {
                resize(roomFor(source, more));
                furtherSources[count - 1] = source;
                furtherStarts[count - 1] = rows;
            }
            count++;
        }
        rows += more;
        if (rows == rowsMax) {
            resize(count - 1);
        }
    }

    /** Returns an upper bound on the memory that appending rows of a source allocates, in bytes. */
    long growth(int source, int more) {
        return (long) RUN_BYTES * (roomFor(source, more) - furtherSources.length);
    }

    private boolean begins(int source, int more) {
        return more > 0 && (count == 0 || source(count - 1) != source);
    }

    private int roomFor(int source, int more) {
        int room = furtherSources.length;
        boolean grows = count > room && begins(source, more);
        return grows ? Math.min(rowsMax - 1, Math.max(1, 2 * room)) : room;
    }

    private void resize(int room) {
        if (room != furtherSources.length) {
            furtherSources = Arrays.copyOf(furtherSources, room);
            furtherStarts = Arrays.copyOf(furtherStarts, room);
        }
    }

    int count() {
        return count;
    }

    int source(int run) {
        return run == 0 ? firstSource : furtherSources[run - 1];
    }

    int start(int run) {
        return run == 0 ? 0 : furtherStarts[run - 1];
    }

    /** Returns the index after the last row of a run. */
    int end(int run) {
        return run == count - 1 ? rows : furtherStarts[run];
    }

    /** Returns whether the segment has rows of any of the given sources. */
    boolean hasAnyOf(IntPredicate some) {
        for (int run = 0; run < count; run++) {
            if (some.test(source(run))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the size of the arrays in bytes. */
    long bytes() {
        return (long) RUN_BYTES * furtherSources.length;
    }
}
