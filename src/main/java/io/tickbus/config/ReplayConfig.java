package io.tickbus.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a subscriber reads missed rows from the tickerplant's log. Immutable.
 *
 * @param mode how the log is read
 * @param logPath the local directory of the tickerplant's logs. If null, the subscriber uses the path that the
 *     tickerplant reports.
 * @param badTail what happens if a log is damaged
 */
public record ReplayConfig(Mode mode, @Nullable Path logPath, BadTail badTail) {
    /** How the log is read. */
    public enum Mode {
        /** The log is read as a file. */
        FILE,
        /** The log is read from the tickerplant over a second connection, with {@code read1}. */
        IPC,
        /** The log is not read. */
        NONE
    }

    /** The reaction to a log that is damaged before its last requested message. */
    public enum BadTail {
        /** The subscriber reads no further message of the log. It reports a gap, and continues with new messages. */
        ABORT,
        /** The subscriber continues with the next readable message, and reports the missing rows. */
        SKIP
    }

    static ReplayConfig from(ConfigSection section) {
        var config = new ReplayConfig(
                section.choice("replay", Mode.FILE), section.file("logPath"), section.choice("badTail", BadTail.ABORT));
        section.require(config.mode == Mode.FILE || !section.has("logPath"), "logPath", "only with replay: file");
        return config;
    }
}
