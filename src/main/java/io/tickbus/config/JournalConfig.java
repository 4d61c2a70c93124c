package io.tickbus.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the rows that applications append to one table.
 *
 * @param dir of the journal, a file that has the table's name
 * @param sync when what was written is forced to the disk
 */
public record JournalConfig(Path dir, Sync sync) {
    /** What of the acknowledged rows survives a crash of the machine; one of the process loses none in either case. */
    public enum Sync {
        /** Whatever the operating system has written by then. */
        NEVER,
        /** All but those of the last second. */
        INTERVAL,
        /** All: rows are on the disk before they are acknowledged. */
        ALWAYS
    }

    /** Reads {@code journal} and {@code journalSync} of a table; null when it has none. */
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
