package io.tickbus.subscriber;

/**
 * The decision whether a table keeps its rows. {@link CatchUp} requests the decision after it has read the log from
 * which the rows come. No other class makes this decision.
 *
 * <p>The decision has three sources. The tickerplant names the log and counts its published messages ({@code .u.i}).
 * The log has the rows. The table knows how many rows of the log it has, and their digests. Rows stay unless the log
 * proves them wrong. If the log leaves doubt, an event and a gap are published.
 * <table>
 * <caption>Decisions</caption>
 * <tr><th>rows of the table</th><th>log</th><th>decision</th></tr>
 * <tr><td>the first n of the log</td><td>has n rows, no digest differs</td><td>GO_ON</td></tr>
 * <tr><td>the first n of the log</td><td>has n rows, no digest differs, but damage precedes the last few of them</td>
 * <td>GO_ON_IN_DOUBT</td></tr>
 * <tr><td>the first n of the log</td><td>whole, a digest differs</td><td>REBUILD</td></tr>
 * <tr><td>the first n of the log</td><td>whole, fewer than n rows, no digest differs, no further messages</td>
 * <td>FOLLOW</td></tr>
 * <tr><td>the first n of the log</td><td>whole, fewer than n rows are published, the rest of the n rows follow and end
 * the log</td> <td>GO_ON</td></tr>
 * <tr><td>the first n of the log</td><td>any other log, for example too short, damaged, or with more rows than were
 * published</td><td>KEEP</td></tr>
 * <tr><td>of another log</td><td>whole, has rows</td><td>REBUILD</td></tr>
 * <tr><td>of another log</td><td>whole, has no rows</td><td>FOLLOW</td></tr>
 * <tr><td>some are missing, or of no log</td><td>whole, has at least as many rows as the table, and the count of
 * published messages is not known to be wrong</td> <td>REBUILD</td></tr>
 * <tr><td>not the first n of the log</td><td>any other log</td><td>KEEP</td></tr>
 * </table>
 *
 * <p>Some faults stay undetected:
 * <ul>
 * <li>a different log whose first n rows equal the table's rows;
 * <li>rows that the tickerplant published but did not log, while the subscriber was disconnected;
 * <li>a log that differs from the table only between two stored digests, and ends between them;
 * <li>a reset of {@code .u.i} while the table is empty, until rows of a table prove the count wrong.
 * </ul>
 */
enum ReplayDecision {
    /** The log has the table's rows. Later rows of the log were applied. */
    GO_ON,
    /**
     * The log has the table's rows, but fewer than {@link #AGREEING_ROWS_MIN} of them follow damaged bytes. These few
     * rows may agree by chance, and the damaged bytes may have held rows. The log's later rows were applied. A gap is
     * published.
     */
    GO_ON_IN_DOUBT,
    /** The log is whole and proves the table's rows wrong. The table is rebuilt from the log. */
    REBUILD,
    /** The table's rows stay, and the partition continues at the current end of the log. A gap is published. */
    FOLLOW,
    /** The table's rows stay, and the partition's position in the log is unknown. A gap is published. */
    KEEP;

    /** Number of rows that must agree to prove that the log has the table's rows. Fewer rows may agree by chance. */
    static final int AGREEING_ROWS_MIN = 16;

    /** Whether the table's rows come from the log that is read first. */
    enum Origin {
        /** The table's rows come from the log that is read first, and no row is missing. */
        LOG,
        /**
         * The table's rows come from a log other than the log that is read first. The tickerplant has returned to an
         * earlier day, or uses another log name.
         */
        OTHER_LOG,
        /** The table misses rows, or its rows come from no log, or from a log whose name is unknown. */
        UNKNOWN
    }

    /**
     * The facts that reading the log has shown for one partition.
     *
     * @param held number of rows that the partition has received since its log began
     * @param rows number of the partition's rows in the published part of the log
     * @param difference the log and the table differ in some row among this number of first rows; 0 if no difference
     *     was found
     * @param reached true if all rows of the table were found in the log, including its unpublished part
     * @param behindDamage number of the table's rows that were found after damaged bytes; {@link #NO_DAMAGE} if there
     *     are no damaged bytes
     * @param more true if the unpublished part of the log has some of the table's rows, and further rows of the
     *     partition follow
     * @param countIsWrong true if the log has unpublished rows and the tickerplant's count may be wrong
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

        /** Returns the reason of the decision, as text for an operator. */
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
