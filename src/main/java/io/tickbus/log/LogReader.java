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
 * Reads a log message by message, or decodes the rows of one table into columns. If the log ends inside a message, the
 * reader stops before this message. The next call continues with the bytes that were written meanwhile. A log can
 * therefore be read while a writer appends messages. One thread at a time may use an instance.
 */
public final class LogReader implements Closeable {
    private static final int WINDOW_BYTES = 1 << 18;
    // The size in bytes of a very short message: (`upd;`t;x), where x is an empty vector.
    private static final int CALL_BYTES_MIN = 20;
    // The number of checked bytes at the start of the head. The attribute and the count after these bytes are not
    // checked.
    private static final int MAGIC_BYTES = 3;

    private final LogWindow window;
    private final int messageBytesMax;
    private long messages;
    private long messageBytesMin = Long.MAX_VALUE;
    private long goodBytes;
    private boolean headRead;
    private @Nullable QFormatException damage;

    /** @param windowBytes the initial size of the {@link LogWindow}, in bytes */
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
     * @param messageBytesMax the longest message to accept, in bytes. At a longer message, the reader stops with
     *     {@link #damage} of kind LENGTH.
     * @throws IOException if the log cannot be opened or is not a regular file, see {@link FileKind#requireFile}
     */
    public static LogReader open(Path path, int messageBytesMax) throws IOException {
        return open(path, messageBytesMax, Long.MAX_VALUE);
    }

    /**
     * Opens a log like {@link #open(Path, int)}, but reads only the first bytes of the log.
     *
     * @param logBytesMax the number of bytes to read
     */
    public static LogReader open(Path path, int messageBytesMax, long logBytesMax) throws IOException {
        FileKind.requireFile(path);
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        return new LogReader(new LogWindow(file, logBytesMax, messageBytesMax, WINDOW_BYTES), messageBytesMax);
    }

    /**
     * Reads a log from a channel. The reader is at the end of the log when a read of the channel returns no bytes.
     *
     * @param source the channel. The reader closes it.
     * @param messageBytesMax the longest message to accept, in bytes, as in {@link #open(Path, int)}
     */
    public static LogReader of(ReadableByteChannel source, int messageBytesMax) {
        return new LogReader(source, messageBytesMax, WINDOW_BYTES);
    }

    /** Reads a log from start to end and returns a summary. */
    public static LogSummary scan(Path path, int messageBytesMax) throws IOException {
        try (LogReader reader = open(path, messageBytesMax)) {
            while (reader.next(Decoder::outlining) != null) {
                // The reader counts the messages.
            }
            return new LogSummary(reader.messages, reader.goodBytes(), Files.size(path), reader.damage);
        }
    }

    /**
     * Returns the next whole message. Returns null at damage, and at the end of the log. At the end of the log,
     * {@link #damage} is null, and a later call can return a message. Damage of kind {@link Kind#SYMBOLS} means that
     * this process has no room for the message's symbols. The log itself is then good, and {@link #nextOutline} reads
     * the message.
     */
    public @Nullable Value next() throws IOException {
        return next(decoder -> decoder);
    }

    /**
     * Returns the next message like {@link #next}, but adds only the names of the function and the table to this
     * process's symbols. Each other new symbol becomes a question mark. The caller can therefore read the table's name
     * and the number of rows of every good message.
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

    /** Reads the head of the log if it was not read yet. Returns true if the head is good and no damage is known. */
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
     * Decodes messages into columns. Stops before a message that is incomplete, or that {@code rows} does not accept.
     *
     * @param columns one builder for each column of the table's schema, all of the same size
     * @param rowsMax the number of rows in the columns at which decoding stops. The last message can exceed it.
     * @param messagesMax the number of {@link #messages} at which decoding stops
     * @return the number of rows added. If the number is 0 and no limit was reached, the caller continues with
     *     {@link #next}.
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
     * Returns the size of the shortest message that was read, in bytes. The size is approximate, because several
     * messages can be read at once. Before the first message, returns the size of a very short message.
     */
    public long messageBytesMin() {
        return messages == 0 ? CALL_BYTES_MIN : messageBytesMin;
    }

    /** Returns the number of whole messages that were read. */
    public long messages() {
        return messages;
    }

    /** Returns the position after the last whole message, in bytes from the start of the log. */
    public long goodBytes() {
        return goodBytes;
    }

    /**
     * Returns the number of bytes that were read after the last whole message. If {@link #next} returned null and there
     * is no damage, these bytes belong to an incomplete message.
     */
    public int pendingBytes() {
        return window.length();
    }

    /** Returns the number of bytes that were read, good or bad. */
    public long bytesRead() {
        return window.position() + window.length();
    }

    /**
     * Returns the damage at which reading stopped, with its position in the file. Returns null if there is no damage,
     * or if the log only ends inside a message. If {@link QFormatException#isLimit} is true, the log itself may be
     * good. A message is then longer than this reader's limit, or this process has no room for a symbol.
     */
    public @Nullable QFormatException damage() {
        return damage;
    }

    /**
     * Searches for the next good message after damage, and continues reading at the good message. A good message calls
     * a named function for a table, and another message or the end of the log follows it. In a crafted log, the search
     * may give up before the end of the log.
     *
     * <p>If {@link #next} returned null without damage, the log seems to end inside a message. Instead, this message
     * may have a wrong count that points past the end of the log. A later good message proves that the count is wrong.
     *
     * @return the number of bad bytes before the good message, or -1 if no good message was found. If -1 is returned,
     *     the reader is unchanged, but the next search starts at the end of this search.
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
     * Decodes a message. A value that is no call of a function counts as malformed. If bytes of the log are lost, the
     * next bytes can look like a value, but rarely like a call.
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

    /** Returns whether q can evaluate a value: a text, or a list that starts with a function or its name. */
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
     * Returns the error for a message that is too long and was read only in part. The error estimates the message's
     * size from the last count that was read.
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
