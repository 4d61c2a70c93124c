package io.tickbus.q;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Bytes that are no q message, or one past a limit of ours. The one exception that decoding throws, whatever the bytes. */
public final class QFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong. */
    public enum Kind {
        /** The eight bytes before a message. */
        HEADER,
        /** A message longer than the limit, or than an array can be. */
        LENGTH,
        /** The bytes end inside a value. */
        TRUNCATED,
        /** Bytes are left after the value. */
        TRAILING,
        /** A type byte that no value has here. */
        TYPE,
        /** A negative count, or one of more than 2^31 items. */
        COUNT,
        /** Values nested deeper than 64 levels. */
        DEPTH,
        /** A table whose columns do not make one. */
        TABLE,
        /** A compressed body that does not unpack to what its header says. */
        COMPRESSION,
        /** The bytes are well formed, and there is no room for another symbol; see {@link SymbolBounds}. */
        SYMBOLS
    }

    private final Kind kind;
    private final long offset;
    private final long bytesMin;
    private final String reason;
    private final transient @Nullable Value outline;

    /**
     * @param offset of the byte in the message (or the log) where the trouble is
     * @param reason for people, without the place
     */
    public QFormatException(Kind kind, long offset, String reason) {
        this(kind, offset, reason, 0);
    }

    /** @param bytesMin see {@link #bytesMin} */
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

    /** Returns the reason without the place. */
    public String reason() {
        return reason;
    }

    /** Returns this exception with the outline of the message that there is no room for. */
    public QFormatException with(Value outlined) {
        return new QFormatException(this, outlined);
    }

    /**
     * Returns a whole message whose symbols there is no room for, with a question mark for each new one: it tells which table the
     * message is for and how many rows it has, and is no data. Null for all other kinds.
     */
    public @Nullable Value outline() {
        return outline;
    }

    public Kind kind() {
        return kind;
    }

    public long offset() {
        return offset;
    }

    /** Returns how many bytes from the offset on are claimed at least, of kind TRUNCATED or LENGTH; 0 where that is unknown. */
    public long bytesMin() {
        return bytesMin;
    }

    /** Returns whether the bytes may be good, and a limit of this process was reached. */
    public boolean isLimit() {
        return kind == Kind.LENGTH || kind == Kind.SYMBOLS;
    }
}
