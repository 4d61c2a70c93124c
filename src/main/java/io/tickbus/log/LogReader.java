package io.tickbus.log;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QFormatException.Kind;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.q.wire.Decoder;
import io.tickbus.q.wire.LogRows;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log message by message, or decodes messages of the usual shapes into columns. If the log ends inside a
 * message, reading stops before that message, and continues after more bytes are written; so a log can be read while it
 * is written. One thread at a time.
 */
public final class LogReader implements Closeable {
    private static final int WINDOW_BYTES = 1 << 18;
    private static final int CALL_BYTES_MIN = 20; // (`upd;`t;x) with a name of one letter and a value of two bytes
    private static final int MAGIC_BYTES = 3; // the attribute and the count after the magic number are ignored

    private final LogWindow window;
    private final int messageBytesMax;
    private long messages;
    private long messageBytesMin = Long.MAX_VALUE;
    private long goodBytes;
    private boolean headRead;
    private @Nullable QFormatException damage;

    /** @param windowBytes bytes of the log in memory, if no message is longer */
    LogReader(ReadableByteChannel source, int messageBytesMax, int windowBytes) {
        this(new LogWindow(source, Long.MAX_VALUE, messageBytesMax, windowBytes), messageBytesMax);
    }

    private LogReader(LogWindow window, int messageBytesMax) {
        this.window = window;
        this.messageBytesMax = messageBytesMax;
    }

    /**
     * Opens a log.
     *
     * @param messageBytesMax bytes; a message that is longer, or claims to be, stops the reader with {@link #damage} of
     *     kind LENGTH
     * @throws IOException also if the path leads to anything but a regular file, see {@link FileKind#requireFile}
     */
    public static LogReader open(Path path, int messageBytesMax) throws IOException {
        return open(path, messageBytesMax, Long.MAX_VALUE);
    }

    /**
     * Opens the first bytes of a log, as {@link #open(Path, int)} opens the whole log.
     *
     * @param logBytesMax bytes after which the log counts as ended
     */
    public static LogReader open(Path path, int messageBytesMax, long logBytesMax) throws IOException {
        FileKind.requireFile(path);
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        return new LogReader(new LogWindow(file, logBytesMax, messageBytesMax, WINDOW_BYTES), messageBytesMax);
    }

    /**
     * Reads a log from a channel. The log counts as ended for now if a read returns no bytes or the end of the channel.
     *
     * @param source the channel, which is closed with the reader
     * @param messageBytesMax as in {@link #open(Path, int)}
     */
    public static LogReader of(ReadableByteChannel source, int messageBytesMax) {
        return new LogReader(source, messageBytesMax, WINDOW_BYTES);
    }

    /** Reads a log from start to end, and summarizes it. */
    public static LogSummary scan(Path path, int messageBytesMax) throws IOException {
        try (LogReader reader = open(path, messageBytesMax)) {
            while (reader.next(Decoder::outlining) != null) {
                // reading counts the messages
            }
            return new LogSummary(reader.messages, reader.goodBytes(), Files.size(path), reader.damage);
        }
    }

    /**
     * Returns the next whole message, or null if there is none. {@link #damage} then tells whether a message can follow
     * later. Damage of the kind {@link Kind#SYMBOLS} is no damage of the log: the message is whole, but this process
     * has no room for its symbols. {@link #nextOutline} continues after such a message.
     */
    public @Nullable Value next() throws IOException {
        return next(decoder -> decoder);
    }

    /**
     * Returns the next message like {@link #next}, but adds only the names of the function and the table to this
     * process's symbols. Other new symbols are returned as a question mark. So the outline tells the table of a message
     * and its number of rows, even if {@link #next} had no room for its symbols.
     */
    public @Nullable Value nextOutline() throws IOException {
        if (damage != null && damage.kind() == Kind.SYMBOLS) {
            damage = null;
        }
        return next(decoder -> decoder.outlining().namingCall());
    }

    private @Nullable Value next(UnaryOperator<Decoder> reading) throws IOException {
        while (isPastHead()) {
            try {
                if (window.length() > 0) {
                    Decoder decoder = reading.apply(window.decoder(0));
                    Value value = message(decoder, messageBytesMax);
                    window.advance(window.index(decoder));
                    count(1);
                    return value;
                }
            } catch (QFormatException malformed) {
                boolean cut = malformed.kind() == Kind.TRUNCATED;
                if (!cut || window.length() >= messageBytesMax) {
                    damage = cut ? tooLong(malformed) : malformed;
                    return null;
                }
            }
            if (!window.readMore()) {
                return null;
            }
        }
        return null;
    }

    /** Returns true after the head was read, unless damage is known. */
    private boolean isPastHead() throws IOException {
        while (!headRead && damage == null) {
            int known = Math.min(window.length(), LogWriter.HEAD.length);
            for (int i = 0; i < Math.min(known, MAGIC_BYTES); i++) {
                if (damage == null && window.at(i) != LogWriter.HEAD[i]) {
                    damage = new QFormatException(Kind.HEADER, i, "not the head of a tickerplant's log");
                }
            }
            headRead = known == LogWriter.HEAD.length && damage == null;
            if (headRead) {
                window.advance(known);
                goodBytes = known;
            } else if (damage == null && !window.readMore()) {
                return false;
            }
        }
        return damage == null;
    }

    /**
     * Decodes messages into columns, while the next message is whole, is of this table, and has one of the usual
     * shapes.
     *
     * @param columns one builder per column of the table's schema, all of one size
     * @param rowsMax the size of the columns to stop at; the last message may exceed it
     * @param messagesMax the count of {@link #messages} to stop at
     * @return the number of rows added. 0 before a limit is reached means that the next message is another table's, is
     *     unusual or is missing; {@link #next} then handles it
     */
    public int decodeRows(LogRows rows, VectorBuilder[] columns, int rowsMax, long messagesMax) throws IOException {
        int before = columns[0].size();
        while (columns[0].size() < rowsMax && messages < messagesMax && isPastHead()) {
            count(window.decode(rows, columns, rowsMax, messagesMax - messages));
            if (!rows.isCut() || window.length() >= messageBytesMax || !window.readMore()) {
                break;
            }
        }
        return columns[0].size() - before;
    }

    private void count(int count) {
        if (count > 0) {
            messageBytesMin = Math.min(messageBytesMin, (window.position() - goodBytes) / count);
            messages += count;
        }
        goodBytes = window.position();
    }

    /**
     * Returns the approximate size of the shortest messages so far, in bytes. Before the first message, returns the
     * least size that the format allows.
     */
    public long messageBytesMin() {
        return messages == 0 ? CALL_BYTES_MIN : messageBytesMin;
    }

    /** Returns the number of whole messages so far. */
    public long messages() {
        return messages;
    }

    /**
     * Returns where the last whole message ends, in bytes from the start of the log. Bad bytes that were skipped before
     * it are included.
     */
    public long goodBytes() {
        return goodBytes;
    }

    /**
     * Returns the number of bytes read after the last whole message. If {@link #next} returned null without damage,
     * these bytes belong to an incomplete message.
     */
    public int pendingBytes() {
        return window.length();
    }

    /** Returns the number of bytes read so far, good or bad. */
    public long bytesRead() {
        return window.position() + window.length();
    }

    /**
     * Returns why reading stopped, with the position in the file; null if nothing is wrong, or if the log just ends. If
     * {@link QFormatException#isLimit} is true, the log itself may be good: a message exceeds this reader's limit, or
     * this process has no room for a symbol.
     */
    public @Nullable QFormatException damage() {
        return damage;
    }

    /**
     * Searches after damage for the next good message, and continues reading there. A good message is a call of a named
     * function for a table, followed by another message or by the end of the log. The work is bounded by a multiple of
     * the bytes searched.
     *
     * <p>If {@link #next} returned null without damage, either the log ends inside a message, or that message has a
     * wrong count that reaches past the end. A good message inside it proves the second case.
     *
     * @return the number of bad bytes before the good message; -1 if there is none. The reader is then unchanged,
     *     except that the next call continues the search where this one ended, which helps with a growing log
     */
    public long skipDamage() throws IOException {
        boolean atDamage = window.position() == goodBytes;
        boolean stay = damage == null;
        LogResync resync = new LogResync(window, messageBytesMax);
        if (!resync.find(atDamage && headRead ? 1 : 0, stay)) {
            return -1;
        }
        long badBytes = window.position() - goodBytes;
        goodBytes = window.position();
        headRead = true;
        damage = null;
        return badBytes;
    }

    /**
     * Decodes a message. A value that is not a call counts as malformed: if bytes are missing, numbers soon decode as
     * values of some kind, and zeros as empty lists.
     */
    static Value message(Decoder decoder, int bytesMax) {
        int start = decoder.position();
        long offset = decoder.offset();
        Value value = decoder.value();
        if (!isCall(value)) {
            throw new QFormatException(Kind.TYPE, offset, "no call of a function, and so no message");
        }
        int bytes = decoder.position() - start;
        if (bytes > bytesMax) {
            throw tooLong(offset, bytes, "", bytesMax);
        }
        return value;
    }

    /**
     * Returns whether q could evaluate a value: a text, or a list that starts with a function or with a function's
     * name.
     */
    private static boolean isCall(Value value) {
        if (isText(value)) {
            return true;
        }
        if (!(value instanceof QVector list) || list.size() == 0) {
            return false;
        }
        Value first = list.valueAt(0);
        return first instanceof QFunction || isText(first) || (first instanceof Atom name && name.isSymbol());
    }

    private static boolean isText(Value value) {
        return value instanceof ByteVector text && text.type() == QType.CHAR;
    }

    /**
     * Returns the error for a message of which only the first part was read. Its size is at least what its last count
     * claims.
     */
    private QFormatException tooLong(QFormatException cut) {
        long claimed = cut.offset() + cut.bytesMin() - goodBytes;
        long bytesMin = Math.max(claimed, window.length() + 1L);
        return tooLong(goodBytes, bytesMin, " or more", messageBytesMax);
    }

    private static QFormatException tooLong(long offset, long bytes, String orMore, int bytesMax) {
        String reason = "a message of " + bytes + " bytes" + orMore + ", messageBytesMax is " + bytesMax;
        return new QFormatException(Kind.LENGTH, offset, reason, bytes);
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
