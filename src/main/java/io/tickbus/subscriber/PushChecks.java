package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import org.jspecify.annotations.Nullable;

/**
 * Compares the first pushed rows of a session with known rows, to find repeated and missing rows. A {@link
 * PartitionWriter} uses it. There are three kinds of known rows:
 * <ul>
 * <li>rows of the reply to the subscription;
 * <li>rows that the log has after its published part;
 * <li>rows that the table has and the log lacks.
 * </ul>
 *
 * <p>Each pushed message is applied separately until the comparison has ended. Owned by the reader thread, except for
 * methods that say otherwise.
 */
final class PushChecks {
    static final String REPEATED_REASON = "the tickerplant publishes again what the table has";

    private final PublishedCount count;
    private @Nullable Flip replied;
    private volatile @Nullable ExpectedRows expectedRows;
    // Rows that must be pushed in this session, or that an earlier session expected and did not receive.
    private @Nullable RowDigests expected;
    private long expectedSinceNanos;
    // True if all expected rows were pushed, but were too few to prove .u.i right. A few rows can be equal by chance.
    private boolean tooFewCame;
    private @Nullable RepeatedRows repeatedRows;
    private boolean isRepeated;
    private boolean hasRepetition;
    private String doubtedLog = "";

    PushChecks(PublishedCount count) {
        this.count = count;
    }

    /** Starts a session, in which nothing is compared yet. */
    void start() {
        tooFewCame = false;
        replied = null;
        expectedRows = null;
        repeatedRows = null;
    }

    /** Records that the table is rebuilt. */
    void reset() {
        isRepeated = false;
    }

    boolean areOpen() {
        return replied != null || expectedRows != null || repeatedRows != null;
    }

    /**
     * Records the applied rows of the reply to the subscription. They may be pushed again, because some tickerplants reply
     * with the rows that they publish next.
     */
    void onReplied(Flip rows) {
        replied = rows.size() > 0 ? rows : null;
    }

    /**
     * Returns how many of the first pushed rows were in the reply to the subscription. Only the first call compares
     * rows. Later calls return 0.
     */
    int countReplied(Flip pushed) {
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

    /** Sets the rows that the tickerplant must push first. The log has these rows after its published part. */
    void expect(RowDigests rows, long nowNanos) {
        tooFewCame = false;
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

    /** Returns whether some expected rows have not been pushed yet. Any thread may call this. */
    boolean isExpecting() {
        return expectedRows != null;
    }

    /** Returns whether the expected rows were not pushed within {@link ExpectedRows#WAIT_MS_MAX}. */
    boolean isOverdue(long nowNanos) {
        ExpectedRows awaited = expectedRows;
        return awaited != null && awaited.isOverdue(nowNanos);
    }

    /** Compares pushed rows with the expected rows. Returns whether the pushed rows differ. */
    boolean othersCame(Flip rows) {
        compareWithTable(rows);
        ExpectedRows awaited = expectedRows;
        ExpectedRows.State state = awaited == null ? ExpectedRows.State.OPEN : awaited.push(rows);
        if (awaited != null && state == ExpectedRows.State.CAME) {
            tooFewCame = awaited.count() < ReplayDecision.AGREEING_ROWS_MIN;
            expectNothing();
        }
        return state == ExpectedRows.State.OTHERS_CAME;
    }

    /** Records that the message count of a log may be wrong for this table. No rows are expected afterwards. */
    void doubtCount(String log) {
        doubtedLog = log;
        tooFewCame = false;
        expectNothing();
    }

    /** Records that the message count of a log is proved wrong, for all tables. */
    void countIsWrong(String log) {
        count.foundWrong(log);
        doubtCount(log);
    }

    /** Returns whether the message count of a log is proved wrong, or may be wrong for this table. */
    boolean doubtsCount(String log) {
        return log.equals(doubtedLog) || count.isWrong(log);
    }

    /**
     * Returns whether rows may be missing because the message count of the log is wrong. Rows may be missing if
     * expected rows were not pushed, or if too few rows were expected to be certain.
     */
    boolean mayMissRows(String log) {
        return (expectedRows != null || tooFewCame) && count.isWrong(log);
    }

    /** Starts to compare the next pushed rows with rows that the table has and the log lacks. */
    void compareNext(RepeatedRows rows) {
        repeatedRows = rows;
    }

    private void compareWithTable(Flip rows) {
        RepeatedRows repeated = repeatedRows;
        if (repeated != null) {
            RepeatedRows.State state = repeated.push(rows);
            repeatedRows = state == RepeatedRows.State.OPEN ? repeated : null;
            hasRepetition = state == RepeatedRows.State.REPEATED;
            isRepeated |= hasRepetition;
        }
    }

    /** Returns whether rows that the table has were published again since the last call of this method. */
    boolean pollRepetition() {
        boolean found = hasRepetition;
        hasRepetition = false;
        return found;
    }

    /** Returns whether rows that the table has were published again since the last rebuild. */
    boolean repeats() {
        return isRepeated;
    }
}
