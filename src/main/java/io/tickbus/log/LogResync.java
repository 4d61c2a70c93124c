package io.tickbus.log;

import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QFormatException.Kind;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Decoder;
import java.io.IOException;

/**
 * Finds where a damaged log can be read again: at a call of a function by its name for a table, {@code (`upd; `trade; x)}, with
 * another message or the end of the log behind it. Nothing marks where a message begins, so each place with the first bytes of
 * such a call is tried.
 */
final class LogResync {
    /** A general list of three, the first a symbol. */
    private static final byte[] CALL = {0, 0, 3, 0, 0, 0, (byte) -11};

    private static final int CALL_ITEMS = 3;
    /** Bytes that may be decoded in vain for each one looked at: damage can be made so that each call spans the next ones. */
    private static final int VAIN_BYTES_MAX = 64;

    private static final long VAIN_BYTES_MIN = 1 << 26;

    private enum Verdict {
        GOOD,
        BAD,
        /** The log ends inside. */
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
     * Moves the window to the next good message; where there is none, to the first place that may become one as the log grows.
     *
     * @param index to begin at
     * @param stay whether the window shall stay where it is when there is none
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
                    return false; // it was no more than not finished, and is by now
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
                Decoder decoder = window.decoder(at).outlining(); // damage must bring no symbols
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
                    return tooLong ? Verdict.GOOD : Verdict.BAD; // the one before it is good all the same
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
