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
 * Reads a log message by message, or the usual ones straight into columns. Where the log ends inside a message, reading ends
 * before it, and goes on when more has been written: that is how a live log looks. One thread at a time.
 */
public final class LogReader implements Closeable {
    private static final int WINDOW_BYTES = 1 << 18;
    private static final int CALL_BYTES_MIN = 20; // (`upd;`t;x) for a name of one letter and a value of two bytes
    private static final int MAGIC_BYTES = 3; // the attribute and the count behind them mean nothing

    private final LogWindow window;
    private final int messageBytesMax;
    private long messages;
    private long messageBytesMin = Long.MAX_VALUE;
    private long goodBytes;
    private boolean headRead;
    private @Nullable QFormatException damage;

    /**
     * @param windowBytes of the log to have in memory, where messages are not longer
     */
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
     * @param messageBytesMax a message that is longer, or claims to be, ends the reading with {@link #damage} of kind LENGTH
     * @throws IOException also when the path leads to anything but a file, see {@link FileKind#requireFile}
     */
    public static LogReader open(Path path, int messageBytesMax) throws IOException {
        return open(path, messageBytesMax, Long.MAX_VALUE);
    }

    /**
     * Opens the first bytes of a log, as {@link #open(Path, int)} opens all of it.
     *
     * @param logBytesMax bytes after which the log counts as ended
     */
    public static LogReader open(Path path, int messageBytesMax, long logBytesMax) throws IOException {
        FileKind.requireFile(path);
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        return new LogReader(new LogWindow(file, logBytesMax, messageBytesMax, WINDOW_BYTES), messageBytesMax);
    }

    /**
     * Reads a log from wherever it comes; where a read gives nothing, or the end, the log ends for now.
     *
     * @param source closed with the reader
     * @param messageBytesMax as in {@link #open(Path, int)}
     */
    public static LogReader of(ReadableByteChannel source, int messageBytesMax) {
        return new LogReader(source, messageBytesMax, WINDOW_BYTES);
    }

    /** Reads a log from end to end and tells what it holds. */
    public static LogSummary scan(Path path, int messageBytesMax) throws IOException {
        try (LogReader reader = open(path, messageBytesMax)) {
            while (reader.next(Decoder::outlining) != null) {
                // it counts
            }
            return new LogSummary(reader.messages, reader.goodBytes(), Files.size(path), reader.damage);
        }
    }

    /**
     * The next whole message, or null when there is none; {@link #damage} tells whether there can be one later. Of the kind {@link
     * Kind#SYMBOLS} that is no damage to the log: the message is whole, this process has no room for its symbols, and {@link
     * #nextOutline} goes on behind it.
     */
    public @Nullable Value next() throws IOException {
        return next(decoder -> decoder);
    }

    /**
     * Returns the next message as {@link #next} does, and adds no symbols to this process but the names of the function and the
     * table: other new ones read as a question mark. So it tells which table a message is for and how many rows it has. It takes a
     * message also where {@link #next} had no room for it.
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
                    passed(1);
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

    /** True once the head of the log was read and nothing is known to be wrong. */
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
     * Takes messages straight into columns, for as long as the next one is whole and of this table in one of the usual shapes.
     *
     * @param columns one per column of the table's schema, all of one size
     * @param rowsMax the size of the columns to stop at; the last message may bring more
     * @param messagesMax the count of {@link #messages} to stop at
     * @return rows added; when it is 0 before a limit is reached, the next message is another's, or unusual, or not there: that
     *     is for {@link #next}
     */
    public int decodeRows(LogRows rows, VectorBuilder[] columns, int rowsMax, long messagesMax) throws IOException {
        int before = columns[0].size();
        while (columns[0].size() < rowsMax && messages < messagesMax && isPastHead()) {
            passed(window.decode(rows, columns, rowsMax, messagesMax - messages));
            if (!rows.isCut() || window.length() >= messageBytesMax || !window.readMore()) {
                break;
            }
        }
        return columns[0].size() - before;
    }

    private void passed(int count) {
        if (count > 0) {
            messageBytesMin = Math.min(messageBytesMin, (window.position() - goodBytes) / count);
            messages += count;
        }
        goodBytes = window.position();
    }

    /** What the shortest messages so far have, about; so much the format takes at least when there was none. */
    public long messageBytesMin() {
        return messages == 0 ? CALL_BYTES_MIN : messageBytesMin;
    }

    /** Whole messages so far. */
    public long messages() {
        return messages;
    }

    /** The place behind the last whole message, in bytes from the start of the log; behind bad bytes that were skipped too. */
    public long goodBytes() {
        return goodBytes;
    }

    /** Bytes at hand behind the good ones: after {@link #next} gave null without damage, of a message that is not whole. */
    public int pendingBytes() {
        return window.length();
    }

    /** Returns how many bytes of the log were read so far, good or bad. */
    public long bytesRead() {
        return window.position() + window.length();
    }

    /**
     * Returns why reading has ended behind the good bytes, with the place in the file; null when nothing is wrong, or the file
     * just ends there. Where it {@link QFormatException#isLimit} the log may be good: a message is longer than this reader takes,
     * or a symbol finds no room.
     */
    public @Nullable QFormatException damage() {
        return damage;
    }

    /**
     * Looks behind damage for the next good message: a call of a function by its name for a table, with another message or the
     * end of the log behind it. Reading then goes on there. The work is bounded by a multiple of the bytes looked at.
     *
     * <p>Where {@link #next} gave null without damage, the log ends inside a message, or that has a count which is wrong and
     * reaches past the end: a good message inside it tells which.
     *
     * @return the number of bad bytes before it; -1 when none follows: then nothing has changed, but that the next call goes on
     *     from where this one ended, which is of use for a log that grows
     */
    public long skipDamage() throws IOException {
        boolean atDamage = window.position() == goodBytes;
        boolean stay = damage == null;
        LogResync resumption = new LogResync(window, messageBytesMax);
        if (!resumption.find(atDamage && headRead ? 1 : 0, stay)) {
            return -1;
        }
        long badBytes = window.position() - goodBytes;
        goodBytes = window.position();
        headRead = true;
        damage = null;
        return badBytes;
    }

    /**
     * Reads a message. What is no call is malformed: where bytes are missing, numbers are soon read as values of some kind, and
     * zeros as empty lists.
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

    /** Whether q could evaluate it: a text, or a list with a function, or the name of one, in front. */
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

    /** A message of which only the first part was read: it has at least what its last count claims. */
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
