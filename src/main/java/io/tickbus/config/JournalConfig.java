package io.tickbus.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one table, which keeps the rows that applications append. Immutable.
 *
 * @param dir the directory of the journal's file, which has the table's name
 * @param sync when written rows are forced to the disk
 */
public record JournalConfig(Path dir, Sync sync) {
    /** Which acknowledged rows survive a crash of the machine. A crash of the process loses no row with any value. */
    public enum Sync {
        /** The rows that the operating system has written by then. */
        NEVER,
        /** All rows but those of the last second. */
        INTERVAL,
        /** All rows: they are on the disk before they are acknowledged. */
        ALWAYS
    }

    /** Reads {@code journal} and {@code journalSync} of a table; null if the table has no journal. */
    static @Nullable JournalConfig from(ConfigSection table) {
        Path dir = table.directory("journal");
        Sync sync = table.choice("journalSync", Sync.INTERVAL);
        table.require(
                table.has("journal") || !table.has("journalSync"),
                "journalSync",
                "only with journal, which is not given");
        return dir == null ? null : new JournalConfig(dir, sync);
    }
}
