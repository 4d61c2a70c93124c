package io.tickbus.q;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Thrown for bytes that are no q message, and for a message that exceeds a limit of this process. Decoding throws no
 * other exception, whatever the bytes are.
 */
public final class QFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The kinds of failure. */
    public enum Kind {
        /** The header of a message is invalid. */
        HEADER,
        /** A message is longer than the limit, or longer than a Java array can be. */
        LENGTH,
        /** The bytes end inside a value. */
        TRUNCATED,
        /** Bytes follow the value of a message. */
        TRAILING,
        /** A type byte is unknown. */
        TYPE,
        /** A count is negative or exceeds 2^31, or a message has too many values. */
        COUNT,
        /** Values are nested deeper than 64 levels. */
        DEPTH,
        /** The columns of a table are missing, are no vectors, or differ in size. */
        TABLE,
        /** A compressed message does not unpack to the length that its first bytes state. */
        COMPRESSION,
        /**
         * The bytes are well formed, but a new symbol exceeds the {@link SymbolBounds} or a {@link SymbolAllowance}.
         */
        SYMBOLS
    }

    /** The value of {@link #kind()}. */
    private final Kind kind;
    /** The value of {@link #offset()}. */
    private final long offset;
    /** The value of {@link #bytesMin()}. */
    private final long bytesMin;
    /** The value of {@link #reason()}. */
    private final String reason;

    private final transient @Nullable Value outline;

    /**
     * Makes an exception.
     *
     * @param kind the kind of the fault
     * @param offset the offset of the faulty byte in the message or the log
     * @param reason the reason, without the offset
     */
    public QFormatException(Kind kind, long offset, String reason) {
        this(kind, offset, reason, 0);
    }

    /**
     * Makes an exception.
     *
     * @param kind the kind of the fault
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

    /** {@return the reason without the offset} */
    public String reason() {
        return reason;
    }

    /**
     * {@return a copy of this exception with an {@link #outline}} Used for a message whose symbols exceed the bounds.
     *
     * @param outlined the outline
     */
    public QFormatException withOutline(Value outlined) {
        return new QFormatException(this, outlined);
    }

    /**
     * {@return an outline of a message whose symbols exceed the bounds} The outline has a question mark in place of
     * each new symbol. The outline shows the table and the number of rows. The caller must not use the outline as data.
     * Returns null for failures of another kind.
     */
    public @Nullable Value outline() {
        return outline;
    }

    /** {@return the kind of the fault} */
    public Kind kind() {
        return kind;
    }

    /** {@return the offset of the faulty byte in the message or the log} */
    public long offset() {
        return offset;
    }

    /**
     * {@return the smallest number of bytes that the value can have, counted from {@link #offset}} Only faults of kind
     * TRUNCATED or LENGTH can have this number. Returns 0 if the number is unknown.
     */
    public long bytesMin() {
        return bytesMin;
    }

    /** {@return whether the bytes exceed a limit of this process} The bytes themselves may be well formed. */
    public boolean isLimit() {
        return kind == Kind.LENGTH || kind == Kind.SYMBOLS;
    }
}
