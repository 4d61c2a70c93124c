package io.tickbus.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one table, which keeps the rows that applications append. Immutable.
 *
 * @param dir the directory of the journal; the file in it has the table's name
 * @param sync when written rows are forced to the disk
 */
public record JournalConfig(Path dir, Sync sync) {
    /**
     * When acknowledged rows are forced to the disk. A crash of the process loses no acknowledged row. A crash of the
     * machine can lose rows, except with {@link #ALWAYS}.
     */
    public enum Sync {
        /**
         * Rows are never forced to the disk. A crash of the machine loses the rows that the operating system has not
         * written yet.
         */
        NEVER,
        /** Rows are forced to the disk every second. A crash of the machine loses rows of the last second. */
        INTERVAL,
        /**
         * Rows are forced to the disk before they are acknowledged. A crash of the machine loses no acknowledged row.
         */
        ALWAYS
    }

    /** Reads the keys {@code journal} and {@code journalSync} of a table. Returns null if the table has no journal. */
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
