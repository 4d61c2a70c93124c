package io.tickbus;

/** Follows one direction of a q connection, so as to tell where in a frame its bytes are. Not for the frames of 2 GB and more. */
final class FrameFollower {
    private static final int HEADER_BYTES = 8;
    private static final int LENGTH_OFFSET = 4;

    private final boolean greetingEndsWithZero;
    private final byte[] header = new byte[HEADER_BYTES];
    private boolean greeting = true;
    private long position;
    private long length;

    /**
     * @param toServer a client's greeting ends with a zero byte; a server's is one byte
     */
    FrameFollower(boolean toServer) {
        this.greetingEndsWithZero = toServer;
    }

    /**
     * Whether the byte to come is number {@code into} of a frame that has more; number 0 is that of any frame. Where the frame
     * is too short, one that comes later may do.
     */
    boolean isAt(long into) {
        return !greeting && position == into && (into < HEADER_BYTES || into < length);
    }

    void next(byte passed) {
        if (greeting) {
            greeting = greetingEndsWithZero && passed != 0;
            return;
        }
        if (position < HEADER_BYTES) {
            header[(int) position] = passed;
        }
        position++;
        if (position == HEADER_BYTES) {
            length = lengthInHeader();
        }
        if (position >= HEADER_BYTES && position >= length) {
            position = 0;
        }
    }

    private long lengthInHeader() {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            int place = header[0] == 1 ? 3 - i : i; // byte 0 says whether it is little-endian
            value = value << 8 | (header[LENGTH_OFFSET + place] & 0xFF);
        }
        return value;
    }
}
