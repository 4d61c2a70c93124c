package io.tickbus.subscriber;

/**
 * What becomes of a table's rows once the log has been read that they are said to be from. Decided here alone, from three
 * witnesses: the tickerplant, which tells the log's name and how many messages it has published ({@code .u.i}); the log; and the
 * table, which knows how many rows of the log it has and their digests. Rows that the log cannot show to be wrong stay. The doubt
 * becomes an event and a gap.
 *
 * <table>
 * <caption>Decisions</caption>
 * <tr><th>rows of the table</th><th>log</th><th>decision</th></tr>
 * <tr><td>n first ones of the log</td><td>has n rows, no digest differs</td><td>GO_ON</td></tr>
 * <tr><td>n first ones of the log</td><td>has n rows, no digest differs, but damage is before the last few of them</td>
 *     <td>GO_ON_IN_DOUBT</td></tr>
 * <tr><td>n first ones of the log</td><td>whole, a digest differs</td><td>REBUILD</td></tr>
 * <tr><td>n first ones of the log</td><td>whole, fewer rows, no digest differs, ends there</td><td>FOLLOW</td></tr>
 * <tr><td>n first ones of the log</td>
 *     <td>whole, fewer rows were published than n; behind them the log has the rest of n and no more</td><td>GO_ON</td></tr>
 * <tr><td>n first ones of the log</td><td>anything else: cut short, damaged, more than was published</td><td>KEEP</td></tr>
 * <tr><td>of another log</td><td>whole, has rows</td><td>REBUILD</td></tr>
 * <tr><td>of another log</td><td>whole, has none</td><td>FOLLOW</td></tr>
 * <tr><td>some are missing, or of no log</td>
 *     <td>whole, has as many rows as the table holds, and the count of published messages was not found to be wrong</td>
 *     <td>REBUILD</td></tr>
 * <tr><td>not the first ones of the log</td><td>anything else</td><td>KEEP</td></tr>
 * </table>
 *
 * <p>What can go unseen: a different log whose first n rows are the same as the table's; rows that the tickerplant published and
 * the log never had, when the subscriber was away; a log that differs from the table only between two of the kept digests and
 * ends there; a count of {@code .u.i} that was reset, in the eyes of a table that has nothing yet, until the rows of a table prove it
 * wrong.
 */
enum ReplayDecision {
    /** The log has what the table has. What follows was taken. */
    GO_ON,
    /**
     * The log has what the table has, but so few of the rows follow damage that these may agree by chance, and the damage may
     * have taken some. What follows was taken. A gap is said.
     */
    GO_ON_IN_DOUBT,
    /** The log proves that the table's rows are not its own, and is whole: the table is made anew from it. */
    REBUILD,
    /** The table's rows stay, and the log is followed from its present end on, where the next rows come. A gap is said. */
    FOLLOW,
    /** The table's rows stay. Where the partition stands in the log is not known. A gap is said. */
    KEEP;

    /** Rows that have to agree before it counts that they do: a few can by chance, where no column tells rows apart. */
    static final int AGREEING_ROWS_MIN = 16;

    /** What the log that is read first is to the rows of the table. */
    enum Origin {
        /** The log that the rows are said to be from, and nothing is missing among them. */
        LOG,
        /** Another log: the tickerplant has gone back to one of an earlier day, or of another name. */
        OTHER_LOG,
        /** Rows are missing, or of no log, or of a log that goes on though its day was said to have ended. */
        UNKNOWN
    }

    /**
     * What reading the log showed for one partition.
     *
     * @param held rows that the partition has brought since its log began
     * @param rows that the log has of the partition, in the part that was published
     * @param difference the number of first rows at which log and table differ; 0 when no difference was found
     * @param reached whether all rows of the table were found in the log, those behind the published part included
     * @param behindDamage how many of the table's rows were found behind damage; {@link #NO_DAMAGE} where none was before them
     * @param more whether the log had more rows of the partition behind those, where not all of those were published
     * @param countIsWrong whether the tickerplant's count of published messages was found to be wrong before, and the log has rows
     *     behind it
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

        /** Tells an operator what was decided, and why. */
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
                yield log.goesOn() ? KEEP : FOLLOW;
            }
        };
    }
}
