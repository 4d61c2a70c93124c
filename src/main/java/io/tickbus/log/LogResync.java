package io.tickbus.log;

import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QFormatException.Kind;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Decoder;
import java.io.IOException;

/**
 * Finds the next message in a damaged log, for {@link LogReader#skipDamage}. The search accepts only a call of a named
 * function for a table, such as {@code (`upd; `trade; x)}. Another message or the end of the log must follow the call.
 * A log does not mark where messages start. The search therefore tries each position that has the first bytes of a
 * call. One thread at a time may use an instance.
 */
final class LogResync {
    /** The first bytes of a general list that has three items and starts with a symbol. */
    private static final byte[] CALL = {0, 0, 3, 0, 0, 0, (byte) -11};

    private static final int CALL_ITEMS = 3;
    /**
     * The largest number of bytes decoded without success, for each byte searched. In a crafted log, each message can
     * claim all later bytes. The time of a search without a limit would grow with the square of the log's size.
     */
    private static final int VAIN_BYTES_MAX = 64;

    private static final long VAIN_BYTES_MIN = 1 << 26;

    private enum Verdict {
        GOOD,
        BAD,
        /** The log ends inside the message. */
        OPEN
    }

    private final LogWindow window;
    private final int messageBytesMax;
    private long vainBytes;

    LogResync(LogWindow window, int messageBytesMax) {
        this.window = window;
        this.messageBytesMax = messageBytesMax;
    }

    /**
     * Moves the window to the next good message and returns true. Returns false if no good message is found. The window
     * then moves to the first position at which a good message can appear when the log grows.
     *
     * @param index the index in the window at which the search starts
     * @param stay true if the window must stay unchanged when no good message is found
     */
    boolean find(int index, boolean stay) throws IOException {
        long begin = window.position();
        int at = index;
        boolean open = stay;
        while (vainBytes < Math.max(VAIN_BYTES_MIN, VAIN_BYTES_MAX * (window.position() + at - begin))) {
            int found = window.indexOf(CALL, at);
            int passed = found >= 0 ? found : Math.max(at, window.length() - CALL.length + 1);
            if (!open) {
                int dropped = Math.min(passed, window.length());
                window.advance(dropped);
                passed -= dropped;
            }
            at = passed;
            if (found < 0) {
                if (!window.readMore()) {
                    return false;
                }
                continue;
            }
            Verdict verdict = judge(at);
            if (verdict == Verdict.GOOD) {
                if (stay && judge(0) != Verdict.OPEN) {
                    return false; // More bytes have arrived. The message at index 0 is no longer incomplete.
                }
                window.advance(at);
                return true;
            }
            open |= verdict == Verdict.OPEN;
            at++;
        }
        return false;
    }

    private Verdict judge(int at) throws IOException {
        while (true) {
            try {
                Decoder decoder = window.decoder(at).outlining(); // Damaged bytes must not add symbols.
                Value value = LogReader.message(decoder, messageBytesMax);
                return isCall(value) ? judgeNext(window.index(decoder)) : Verdict.BAD;
            } catch (QFormatException malformed) {
                boolean cut = malformed.kind() == Kind.TRUNCATED;
                vainBytes += cut ? window.length() - at : malformed.offset() - window.position() - at;
                if (!cut || window.length() - at >= messageBytesMax) {
                    return Verdict.BAD;
                }
                if (!window.readMore()) {
                    return Verdict.OPEN;
                }
            }
        }
    }

    private Verdict judgeNext(int at) throws IOException {
        while (true) {
            try {
                if (at < window.length()) {
                    LogReader.message(window.decoder(at).outlining(), messageBytesMax);
                    return Verdict.GOOD;
                }
            } catch (QFormatException malformed) {
                boolean cut = malformed.kind() == Kind.TRUNCATED;
                if (!cut || window.length() - at >= messageBytesMax) {
                    boolean tooLong = cut ? window.hasAt(CALL, at) : malformed.kind() == Kind.LENGTH;
                    return tooLong
                            ? Verdict.GOOD
                            : Verdict.BAD; // This message can be good even if the next message is too long.
                }
            }
            if (!window.readMore()) {
                return Verdict.GOOD;
            }
        }
    }

    private static boolean isCall(Value value) {
        return value instanceof GeneralList list
                && list.size() == CALL_ITEMS
                && list.valueAt(0) instanceof Atom function
                && function.isSymbol()
                && !function.isNull()
                && list.valueAt(1) instanceof Atom table
                && table.isSymbol()
                && !table.isNull();
    }
}
