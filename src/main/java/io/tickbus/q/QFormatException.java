package io.tickbus.q;

import java.util.Locale;

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
        /** Values nested deeper than {@link Decoder#DEPTH_MAX}. */
        DEPTH,
        /** A table whose columns do not make one. */
        TABLE,
        /** A compressed body that does not unpack to what its header says. */
        COMPRESSION,
        /** No room for another symbol; see {@link Symbols#SYMBOLS_MAX}. */
        SYMBOLS
    }

    private final Kind kind;
    private final long offset;
    private final long bytesMin;

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
