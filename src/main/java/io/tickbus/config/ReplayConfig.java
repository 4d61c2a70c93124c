package io.tickbus.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a subscriber gets what was published while it was not there: from the tickerplant's log.
 *
 * @param mode where the log is read
 * @param logPath the directory in which the tickerplant's logs are found here; null when they have the same name here as there
 * @param badTail what to do when a log is damaged
 */
public record ReplayConfig(Mode mode, @Nullable Path logPath, BadTail badTail) {
    /** Where the log is read. */
    public enum Mode {
        /** As a file. */
        FILE,
        /** From the tickerplant, over a second connection, with {@code read1}. */
        IPC,
        /** Not at all. */
        NONE
    }

    /** What to do when a log is damaged before the last message that is wanted. */
    public enum BadTail {
        /** Take nothing from this tickerplant until somebody has seen to it. */
        ABORT,
        /** Go on at the next good message, and say what is missing. */
        SKIP
    }

    static ReplayConfig from(ConfigSection section) {
        var config = new ReplayConfig(
                section.choice("replay", Mode.FILE), section.file("logPath"), section.choice("badTail", BadTail.ABORT));
        section.require(config.mode == Mode.FILE || !section.has("logPath"), "logPath", "only with replay: file");
        return config;
    }
}
