package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import org.jspecify.annotations.Nullable;

/**
 * What the first rows that are pushed in a session are compared with: rows of the reply to the subscription, rows that the log had
 * behind its published part, rows that the table has and the log has not. While a check is open, each message is taken by itself.
 * For the thread that reads, but for what says otherwise.
 */
final class PushChecks {
    static final String REPEATED_REASON = "the tickerplant publishes again what the table has";

    private @Nullable Flip replied;
    private volatile @Nullable RowsToCome rowsToCome;
    private @Nullable Long expectingSinceNanos; // over all sessions that came to nothing
    private @Nullable RepeatedRows repeatedRows;
    private boolean repeats;
    private String logWithWrongCount = "";

    /** Begins a session: no check is open. */
    void begin() {
        replied = null;
        rowsToCome = null;
        repeatedRows = null;
    }

    /** Notes that the table is made anew. */
    void beginAnew() {
        repeats = false;
    }

    boolean areOpen() {
        return replied != null || rowsToCome != null || repeatedRows != null;
    }

    /**
     * Notes rows of the reply to the subscription. They were taken, and may be pushed once more: some tickerplants reply with the
     * rows that they are about to publish.
     */
    void mayRepeat(Flip rows) {
        replied = rows.size() > 0 ? rows : null;
    }

    /** Returns how many of the first rows that are pushed were in the reply; asked once. */
    int repliedRows(Flip pushed) {
        Flip first = replied;
        replied = null;
        return first != null && pushed.size() >= first.size() && startsWith(pushed, first) ? first.size() : 0;
    }

    private static boolean startsWith(Flip rows, Flip first) {
        RowDigests one = new RowDigests();
        RowDigests other = new RowDigests();
        one.append(rows, 0, first.size());
        other.append(first);
        return one.last() == other.last();
    }

    /** Notes what has to be pushed first: the rows that the log had behind its published part. */
    void expect(RowDigests rows, long nowNanos) {
        if (rows.rows() == 0) {
            expectingSinceNanos = null;
            rowsToCome = null;
            return;
        }
        long since = expectingSinceNanos == null ? nowNanos : expectingSinceNanos;
        expectingSinceNanos = since;
        rowsToCome = new RowsToCome(rows, since);
    }

    /** Returns whether rows are expected that have not come. For any thread. */
    boolean isExpecting() {
        return rowsToCome != null;
    }

    /** Returns whether the expected rows have not come in time. */
    boolean isOverdue(long nowNanos) {
        RowsToCome expected = rowsToCome;
        return expected != null && expected.isOverdue(nowNanos);
    }

    /** Compares rows that are pushed. Returns whether others were expected. */
    boolean othersCame(Flip rows) {
        compareWithTable(rows);
        RowsToCome expected = rowsToCome;
        RowsToCome.State state = expected == null ? RowsToCome.State.OPEN : expected.push(rows);
        if (state == RowsToCome.State.CAME) {
            expectingSinceNanos = null;
            rowsToCome = null;
        }
        return state == RowsToCome.State.OTHERS_CAME;
    }

    /** Notes that the tickerplant counts fewer messages of a log as published than were; no rows are expected any more. */
    void doubtCount(String log) {
        logWithWrongCount = log;
        expectingSinceNanos = null;
        rowsToCome = null;
    }

    /** Returns whether the tickerplant's count of a log was found to be wrong. */
    boolean doubtsCount(String log) {
        return log.equals(logWithWrongCount);
    }

    /** Has what will be pushed compared with rows that the table has and the log has not. */
    void watch(RepeatedRows rows) {
        repeatedRows = rows;
    }

    private void compareWithTable(Flip rows) {
        RepeatedRows repeated = repeatedRows;
        if (repeated != null) {
            RepeatedRows.State state = repeated.push(rows);
            repeatedRows = state == RepeatedRows.State.OPEN ? repeated : null;
            repeats = state == RepeatedRows.State.REPEATED;
        }
    }

    /** Returns whether rows have been published again that the table has. */
    boolean repeats() {
        return repeats;
    }
}
