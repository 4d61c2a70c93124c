package io.tickbus.event;

/**
 * The table with the most missing rows, among the tables of one subscriber or owner.
 *
 * @param table the table's name; empty if no row is missing in any table
 * @param rows the number of missing rows; {@link #UNKNOWN_ROWS} if the number is unknown. An unknown number counts as
 *     larger than every known number.
 */
public record Shortfall(String table, long rows) {
    /** Rows are missing, and their number is unknown. */
    public static final long UNKNOWN_ROWS = -1;

    /** No row is missing. */
    public static final Shortfall NONE = new Shortfall("", 0);

    /**
     * {@return the larger of two shortfalls}
     *
     * @param other the other shortfall
     */
    public Shortfall or(Shortfall other) {
        return other.exceeds(rows) && rows != UNKNOWN_ROWS ? other : this;
    }

    /**
     * {@return whether more than {@code rowsMax} rows, or an unknown number of rows, are missing}
     *
     * @param rowsMax the most missing rows that are accepted
     */
    public boolean exceeds(long rowsMax) {
        return rows == UNKNOWN_ROWS || rows > rowsMax;
    }

    /** Returns a sentence for an operator. */
    @Override
    public String toString() {
        if (rows == 0) {
            return "no table is known to miss rows";
        }
        return "table " + table + " misses " + (rows == UNKNOWN_ROWS ? "an unknown number of" : rows) + " rows";
    }
}
