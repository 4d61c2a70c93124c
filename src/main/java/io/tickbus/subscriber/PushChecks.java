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

    private final PublishedCount count;
    private @Nullable Flip replied;
    private volatile @Nullable ExpectedRows expectedRows;
    private @Nullable RowDigests expected; // in this session, or in one before it that came to nothing
    private long expectedSinceNanos;
    private boolean fewCame; // of those that were expected: others that look alike may have come in their place
    private @Nullable RepeatedRows repeatedRows;
    private boolean repeats;
    private boolean foundRepetition;
    private String doubtedLog = "";

    PushChecks(PublishedCount count) {
        this.count = count;
    }

    /** Begins a session: no check is open. */
    void start() {
        fewCame = false;
        replied = null;
        expectedRows = null;
        repeatedRows = null;
    }

    /** Notes that the table is made anew. */
    void reset() {
        repeats = false;
    }

    boolean areOpen() {
        return replied != null || expectedRows != null || repeatedRows != null;
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
        fewCame = false;
        if (rows.rows() == 0) {
            expectNothing();
            return;
        }
        if (expected == null || !expected.startsLike(rows)) {
            expectedSinceNanos = nowNanos;
        }
        expected = rows;
        expectedRows = new ExpectedRows(rows, expectedSinceNanos);
    }

    private void expectNothing() {
        expected = null;
        expectedRows = null;
    }

    /** Returns whether rows are expected that have not come. For any thread. */
    boolean isExpecting() {
        return expectedRows != null;
    }

    /** Returns whether the expected rows have not come in time. */
    boolean isOverdue(long nowNanos) {
        ExpectedRows toCome = expectedRows;
        return toCome != null && toCome.isOverdue(nowNanos);
    }

    /** Compares rows that are pushed. Returns whether others were expected. */
    boolean othersCame(Flip rows) {
        compareWithTable(rows);
        ExpectedRows toCome = expectedRows;
        ExpectedRows.State state = toCome == null ? ExpectedRows.State.OPEN : toCome.push(rows);
        if (toCome != null && state == ExpectedRows.State.CAME) {
            fewCame = toCome.count() < ReplayDecision.AGREEING_ROWS_MIN;
            expectNothing();
        }
        return state == ExpectedRows.State.OTHERS_CAME;
    }

    /** Notes that the table's own rows leave the count of a log in doubt; no rows are expected any more. */
    void doubtCount(String log) {
        doubtedLog = log;
        fewCame = false;
        expectNothing();
    }

    /** Notes that the rows that were pushed prove the count of a log wrong, for all tables. */
    void countIsWrong(String log) {
        count.foundWrong(log);
        doubtCount(log);
    }

    /** Returns whether the count of a log is in doubt, or wrong. */
    boolean doubtsCount(String log) {
        return log.equals(doubtedLog) || count.isWrong(log);
    }

    /**
     * Returns whether rows of the log may be missing because its count is wrong: the expected rows have not come, or too few came to
     * tell them from others that look alike.
     */
    boolean mayMissRows(String log) {
        return (expectedRows != null || fewCame) && count.isWrong(log);
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
            foundRepetition = state == RepeatedRows.State.REPEATED;
            repeats |= foundRepetition;
        }
    }

    /** Returns whether rows have been published again that the table has; once each time that it is found. */
    boolean foundRepetition() {
        boolean found = foundRepetition;
        foundRepetition = false;
        return found;
    }

    /** Returns whether rows have been published again that the table has, since it was made anew last. */
    boolean repeats() {
        return repeats;
    }
}
