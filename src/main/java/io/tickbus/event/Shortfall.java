package io.tickbus.event;

/**
 * The table that misses most rows, of those that a part knows of.
 *
 * @param table empty when no table misses any
 * @param rows {@link #UNKNOWN_ROWS} when rows are missing that nothing can count, which is more than any number
 */
public record Shortfall(String table, long rows) {
    /** Rows are missing, and their number is not known. */
    public static final long UNKNOWN_ROWS = -1;

    /** No row is missing. */
    public static final Shortfall NONE = new Shortfall("", 0);

    /** Returns the greater one of two. */
    public Shortfall or(Shortfall other) {
        return other.exceeds(rows) && rows != UNKNOWN_ROWS ? other : this;
    }

    /** Returns whether more rows than this many are missing. */
    public boolean exceeds(long rowsMax) {
        return rows == UNKNOWN_ROWS || rows > rowsMax;
    }

    /** Returns what an operator is to know. */
    @Override
    public String toString() {
        if (rows == 0) {
            return "no table is known to miss rows";
        }
        return "table " + table + " misses " + (rows == UNKNOWN_ROWS ? "an unknown number of" : rows) + " rows";
    }
}
