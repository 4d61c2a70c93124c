package io.tickbus.log;

import io.tickbus.q.QFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Contents of a log, as {@code -11!(-2;file)} reports them in q.
 *
 * @param messages number of whole messages from the start
 * @param goodBytes size of the head and of these messages, in bytes
 * @param fileBytes size of the file in bytes; larger than {@code goodBytes} after a crash, or while a message is being
 *     written
 * @param damage what is wrong at byte {@code goodBytes}, if more bytes cannot repair it; else null
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
