package io.tickbus.log;

import io.tickbus.q.QFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A summary of a log, as {@code -11!(-2;file)} returns it in q.
 *
 * @param messages the number of whole messages before any damage
 * @param goodBytes the size of the log's head and these messages, in bytes
 * @param fileBytes the size of the file in bytes; larger than {@code goodBytes} after a crash or during a write
 * @param damage what is wrong at byte {@code goodBytes}; null if the log is good or only ends inside a message
 */
public record LogSummary(
        long messages,
        long goodBytes,
        long fileBytes,
        @Nullable QFormatException damage) {
    /** Returns the number of bytes after the last whole message. */
    public long tailBytes() {
        return fileBytes - goodBytes;
    }
}
