package io.tickbus.subscriber;

/**
 * The decision about a table's rows, after the log that they come from was read. {@link CatchUp} asks for it, and it is decided
 * here alone.
 *
 * <p>The decision has three sources. The tickerplant names the log and counts its published messages ({@code .u.i}). The log
 * has the rows. The table knows how many rows of the log it has, and their digests. Rows stay unless the log proves them wrong.
 * A doubt is published as an event and a gap.
 * <table>
 * <caption>Decisions</caption>
 * <tr><th>rows of the table</th><th>log</th><th>decision</th></tr>
 * <tr><td>the first n of the log</td><td>has n rows, no digest differs</td><td>GO_ON</td></tr>
 * <tr><td>the first n of the log</td><td>has n rows, no digest differs, but damage precedes the last few of them</td>
 * <td>GO_ON_IN_DOUBT</td></tr>
 * <tr><td>the first n of the log</td><td>whole, a digest differs</td><td>REBUILD</td></tr>
 * <tr><td>the first n of the log</td><td>whole, fewer rows, no digest differs, ends there</td><td>FOLLOW</td></tr>
 * <tr><td>the first n of the log</td> <td>whole, fewer than n rows were published; the log has exactly the rest of n after
 * them</td><td>GO_ON</td></tr>
 * <tr><td>the first n of the log</td><td>any other: too short, damaged, more rows than were published</td><td>KEEP</td></tr>
 * <tr><td>of another log</td><td>whole, has rows</td><td>REBUILD</td></tr>
 * <tr><td>of another log</td><td>whole, has none</td><td>FOLLOW</td></tr>
 * <tr><td>some are missing, or of no log</td> <td>whole, has at least as many rows as the table, and the count of published
 * messages is not known to be wrong</td> <td>REBUILD</td></tr>
 * <tr><td>not the first ones of the log</td><td>any other</td><td>KEEP</td></tr>
 * </table>
 *
 * <p>Some faults stay undetected:
 * <ul>
 * <li>a different log whose first n rows equal the table's;
 * <li>rows that the tickerplant published and never logged while the subscriber was away;
 * <li>a log that differs from the table only between two of the kept digests, and ends there;
 * <li>a reset of {@code .u.i} while the table is empty, until rows of a table prove the count wrong.
 * </ul>
 */
enum ReplayDecision {
    /** The log has the table's rows. The rows after them were applied. */
    GO_ON,
    /**
     * The log has the table's rows, but too few of them follow damage: they may agree by chance, and the damage may have held
     * rows. The rows after them were applied. A gap is published.
     */
    GO_ON_IN_DOUBT,
    /** The log is whole and proves the table's rows wrong. The table is rebuilt from it. */
    REBUILD,
    /** The table's rows stay, and the partition continues at the present end of the log. A gap is published. */
    FOLLOW,
    /** The table's rows stay, and the partition's position in the log is unknown. A gap is published. */
    KEEP;

    /** Number of rows that must agree as a proof. Fewer may agree by chance if no column distinguishes the rows. */
    static final int AGREEING_ROWS_MIN = 16;

    /** The relation of the first log that is read to the table's rows. */
    enum Origin {
        /** The rows come from this log, and none is missing. */
        LOG,
        /** The rows come from another log: the tickerplant has returned to an earlier day, or uses another name. */
        OTHER_LOG,
        /** Rows are missing, or come from no log, or from a log that continues after the end of its day was signalled. */
        UNKNOWN
    }

    /**
     * The facts that reading the log has shown for one partition.
     *
     * @param held rows that the partition has brought since its log began
     * @param rows rows of the partition in the published part of the log
     * @param difference number of first rows within which log and table differ; 0 if no difference was found
     * @param reached whether all rows of the table were found in the log, its unpublished part included
     * @param behindDamage rows of the table that were found after damage; {@link #NO_DAMAGE} if no damage precedes them
     * @param more whether the log has further rows of the partition, while some of the table's rows are in its unpublished part
     * @param countIsWrong whether the log has unpublished rows and the tickerplant's count was found to be wrong before
     */
    record Evidence(
            Origin origin,
            long held,
            long rows,
            long difference,
            boolean reached,
            long behindDamage,
            boolean more,
            boolean countIsWrong) {
        static final long NO_DAMAGE = Long.MAX_VALUE;

        /** Returns the decision and its reason, for an operator. */
        String reason(ReplayDecision decision, LogReadResult reading, String log) {
            if (decision == GO_ON) {
                return "";
            }
            if (decision == REBUILD) {
                return switch (origin) {
                    case LOG -> "within its first " + difference + " rows the log has something else than the table";
                    case OTHER_LOG -> "the table's rows are of another log than " + log + ", which the tickerplant has";
                    case UNKNOWN -> "rows are missing in the table, and " + log + " is whole";
                };
            }
            if (decision == GO_ON_IN_DOUBT) {
                return reading.reason() + "; only " + behindDamage
                        + " rows of the table were found behind that, too few to tell that none is missing";
            }
            String why = reading.isWhole()
                    ? log + " has " + rows + " published rows of the table, which holds " + held
                    : reading.reason();
            return why + "; the table's rows stay";
        }
    }

    static ReplayDecision of(LogReadResult log, Evidence table) {
        if (!log.isWhole()) {
            return table.difference > 0 || !table.reached
                    ? KEEP
                    : table.behindDamage < AGREEING_ROWS_MIN ? GO_ON_IN_DOUBT : GO_ON;
        }
        return switch (table.origin) {
            case UNKNOWN -> table.rows >= table.held && !table.countIsWrong ? REBUILD : KEEP;
            case OTHER_LOG -> table.rows > 0 ? REBUILD : FOLLOW;
            case LOG -> {
                if (table.difference > 0) {
                    yield table.difference <= table.rows ? REBUILD : KEEP;
                }
                if (table.reached) {
                    yield table.more ? KEEP : GO_ON;
                }
                yield log.hasMore() ? KEEP : FOLLOW;
            }
        };
    }
}
