package io.tickbus.q;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Thrown for bytes that are no q message, or a message that exceeds a limit of this process. Decoding throws no other
 * exception, whatever the bytes are.
 */
public final class QFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The kinds of failure. */
    public enum Kind {
        /** The header of a message is invalid. */
        HEADER,
        /** A message is longer than the limit, or than a Java array can be. */
        LENGTH,
        /** The bytes end inside a value. */
        TRUNCATED,
        /** Bytes follow the value of a message. */
        TRAILING,
        /** A type byte stands for no known type. */
        TYPE,
        /** A count is negative or exceeds 2^31, or a message has too many values. */
        COUNT,
        /** Values are nested deeper than 64 levels. */
        DEPTH,
        /** The columns of a table are no vectors of equal size, or are not in the message. */
        TABLE,
        /** A compressed message does not unpack to the length that it states. */
        COMPRESSION,
        /**
         * The bytes are well formed, but a new symbol exceeds the {@link SymbolBounds} or a {@link SymbolAllowance}.
         */
        SYMBOLS
    }

    private final Kind kind;
    private final long offset;
    private final long bytesMin;
    private final String reason;
    private final transient @Nullable Value outline;

    /**
     * Makes an exception.
     *
     * @param offset the offset of the faulty byte in the message or the log
     * @param reason the reason, without the offset
     */
    public QFormatException(Kind kind, long offset, String reason) {
        this(kind, offset, reason, 0);
    }

    /**
     * Makes an exception.
     *
     * @param offset the offset of the faulty byte in the message or the log
     * @param reason the reason, without the offset
     * @param bytesMin see {@link #bytesMin}
     */
    public QFormatException(Kind kind, long offset, String reason, long bytesMin) {
        super(kind.name().toLowerCase(Locale.ROOT) + " at byte " + offset + ": " + reason);
        this.kind = kind;
        this.offset = offset;
        this.bytesMin = bytesMin;
        this.reason = reason;
        this.outline = null;
    }

    private QFormatException(QFormatException noRoom, Value outline) {
        super(noRoom.getMessage(), noRoom);
        this.kind = noRoom.kind;
        this.offset = noRoom.offset;
        this.bytesMin = noRoom.bytesMin;
        this.reason = noRoom.reason;
        this.outline = outline;
    }

    /** Returns the reason without the offset. */
    public String reason() {
        return reason;
    }

    /** Returns this exception with an {@link #outline}, for a message whose symbols exceed the bounds. */
    public QFormatException withOutline(Value outlined) {
        return new QFormatException(this, outlined);
    }

    /**
     * Returns a message whose symbols exceed the bounds, with a question mark in place of each new symbol. It shows the
     * table and the number of rows of the message, and must not be used as data. Returns null for failures of another
     * kind.
     */
    public @Nullable Value outline() {
        return outline;
    }

    public Kind kind() {
        return kind;
    }

    /** Returns the offset of the faulty byte. The constructor's caller decides where offsets begin. */
    public long offset() {
        return offset;
    }

    /**
     * Returns, for kinds TRUNCATED and LENGTH, the least number of bytes that the value claims from the offset on; 0 if
     * unknown.
     */
    public long bytesMin() {
        return bytesMin;
    }

    /** Returns whether a limit of this process was reached, so that the bytes may be well formed. */
    public boolean isLimit() {
        return kind == Kind.LENGTH || kind == Kind.SYMBOLS;
    }
}
