package io.tickbus.log;

import io.tickbus.q.QFormatException;
import org.jspecify.annotations.Nullable;

/**
 * What a log holds, as {@code -11!(-2;file)} tells in q.
 *
 * @param messages whole ones from the start
 * @param goodBytes bytes that those take, with the head
 * @param fileBytes bytes of the file; more than the good ones after a crash, or while a message is being written
 * @param damage what is wrong at byte {@code goodBytes} if more bytes cannot cure it, else null
 */
public record LogSummary(
        long messages,
        long goodBytes,
        long fileBytes,
        @Nullable QFormatException damage) {
    /** Bytes after the last whole message. */
    public long tailBytes() {
        return fileBytes - goodBytes;
    }
}
