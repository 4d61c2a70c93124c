package io.tickbus.table;

import io.tickbus.q.Flip;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A queue of table rows, oldest first. The store queues the rows that wait for their digest. The queue does not copy
 * rows. Its rows stay in memory even after the table has dropped them. Only the owner's thread uses the queue.
 */
public final class RowQueue {
    /** Consecutive rows of one segment. */
    private static final class Run {
        private final Segment segment;
        private int from;
        private int to;

        private Run(Segment segment, int from, int to) {
            this.segment = segment;
            this.from = from;
            this.to = to;
        }
    }

    private final Deque<Run> runs = new ArrayDeque<>();
    private long rows;

    /** Creates an empty queue. */
    public RowQueue() {}

    /**
     * Adds rows of a table to the queue.
     *
     * @param offset the offset of the first row; the table must still have all of the rows
     * @param count the number of rows
     */
    public void add(Table table, long offset, int count) {
        rows += count;
        long end = offset + count;
        for (long at = offset; at < end; ) {
            Segment segment = table.segmentOf(at);
            int from = (int) (at - segment.base());
            int to = (int) Math.min(segment.size(), end - segment.base());
            Run last = runs.peekLast();
            if (last != null && last.segment == segment && last.to == from) {
                last.to = to;
            } else {
                runs.add(new Run(segment, from, to));
            }
            at += to - from;
        }
    }

    public boolean isEmpty() {
        return runs.isEmpty();
    }

    public long rows() {
        return rows;
    }

    /** Returns the number of runs of consecutive rows in the queue. */
    public int runs() {
        return runs.size();
    }

    /** Returns whether the table has dropped the oldest row of the queue. Returns false if the queue is empty. */
    public boolean hasLeft(Table table) {
        Run oldest = runs.peek();
        return oldest != null && oldest.segment.base() < table.firstOffset();
    }

    /**
     * Removes and returns the oldest consecutive rows of one segment, at most {@code rowsMax} rows. The queue must not
     * be empty.
     */
    public Flip poll(int rowsMax) {
        Run oldest = runs.element();
        int count = Math.min(rowsMax, oldest.to - oldest.from);
        Flip polled = oldest.segment.rows().slice(oldest.from, count);
        rows -= count;
        oldest.from += count;
        if (oldest.from == oldest.to) {
            runs.remove();
        }
        return polled;
    }

    public void clear() {
        runs.clear();
        rows = 0;
    }
}
