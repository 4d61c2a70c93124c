package io.tickbus.log;

import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QFormatException.Kind;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Decoder;
import java.io.IOException;

/**
 * Finds where a damaged log can be read again: at a call of a named function for a table, {@code (`upd; `trade; x)}.
 * Another message or the end of the log must follow the call. {@link LogReader#skipDamage} uses it. A log does not mark where
 * messages start, so each position with the first bytes of such a call is tried. One thread at a time.
 */
final class LogResync {
    /** The first bytes of a general list of three items, the first of which is a symbol. */
    private static final byte[] CALL = {0, 0, 3, 0, 0, 0, (byte) -11};

    private static final int CALL_ITEMS = 3;
    /**
     * Bytes that may be decoded in vain for each byte searched. Damage can be crafted so that each call spans the next
     * calls.
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
     * Moves the window to the next good message. If there is none, moves it to the first position that may become a
     * good message as the log grows.
     *
     * @param index of the window to start at
     * @param stay whether the window stays where it is if there is no good message
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
                    return false; // it was only incomplete, and is whole now
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
                Decoder decoder = window.decoder(at).outlining(); // damage must add no symbols
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
                            : Verdict.BAD; // a message that is too long does not refute the one before it
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
