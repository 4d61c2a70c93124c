package io.tickbus.query;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.EscapedText;
import io.tickbus.q.QType;
import io.tickbus.q.Symbols;
import io.tickbus.q.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of {@code like}. {@code *} matches any characters, and {@code ?} matches one character. {@code [a-c]}
 * matches one of the characters in the brackets. {@code [^a-c]} matches one character that is not in the brackets.
 * {@link LiteralPredicates} uses it. A pattern caches its result for each symbol. Belongs to the thread that evaluates
 * the query.
 *
 * <p>Source: <a href="https://code.kx.com/q/ref/like/">like</a>.
 */
final class Pattern {
    /** The maximum length of a pattern, in characters. */
    static final int PATTERN_CHARS_MAX = 1024;

    private static final byte NO = 1;
    private static final byte YES = 2;

    private final String pattern;
    // For each symbol id: YES, NO, or 0 if the symbol has not been matched yet.
    private byte[] known = new byte[64];

    /**
     * @param pattern at most {@link #PATTERN_CHARS_MAX} characters
     * @param at the pattern's position in the query's text, from 1
     * @throws QueryException with {@code limit} if the pattern is too long, or with {@code parse} if a bracket is not
     *     closed
     */
    Pattern(String pattern, int at) throws QueryException {
        this.pattern = EscapedText.units(pattern);
        if (pattern.length() > PATTERN_CHARS_MAX) {
            throw QueryException.limit(at, "a pattern of more than " + PATTERN_CHARS_MAX + " characters");
        }
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '[') {
                int end = classEnd(i);
                if (end < 0) {
                    throw QueryException.parse(at, "a pattern with a [ that does not end");
                }
                i = end;
            }
        }
    }

    /** Returns the text of a string or a char, or null for any other value. */
    static @Nullable String text(Value value) {
        Value chars = value instanceof Atom atom ? atom.item() : value;
        return chars instanceof ByteVector bytes && bytes.type() == QType.CHAR ? bytes.text() : null;
    }

    /** Returns 1 if the symbol with this id matches, else 0. */
    byte matchesSymbol(int id) {
        if (id >= known.length) {
            known = Arrays.copyOf(known, Math.max(2 * known.length, id + 1));
        }
        if (known[id] == 0) {
            known[id] = matches(Symbols.text(id)) ? YES : NO;
        }
        return (byte) (known[id] - NO);
    }

    /**
     * Returns whether a text matches. The search backtracks only to the last star. The time is therefore at most
     * proportional to the text's length times the pattern's length.
     *
     * @param escaped the text in the form of {@link EscapedText}
     */
    boolean matches(String escaped) {
        String text = EscapedText.units(escaped);
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (at < text.length()) {
            if (in < pattern.length() && pattern.charAt(in) == '*') {
                star = in++;
                resume = at;
            } else if (in < pattern.length() && matchesOne(in, text.charAt(at))) {
                in = after(in);
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '*') {
            in++;
        }
        return in == pattern.length();
    }

    private int after(int in) {
        return pattern.charAt(in) == '[' ? classEnd(in) + 1 : in + 1;
    }

    /**
     * Returns the index of the bracket that closes a character class, or -1 if the class is not closed. A {@code ]}
     * directly after the opening bracket is a member of the class.
     */
    private int classEnd(int start) {
        int first = start + 1;
        first += first < pattern.length() && pattern.charAt(first) == '^' ? 1 : 0;
        return pattern.indexOf(']', first + 1);
    }

    private boolean matchesOne(int in, char c) {
        char wanted = pattern.charAt(in);
        if (wanted != '[') {
            return wanted == '?' || wanted == c;
        }
        int end = classEnd(in);
        boolean negated = pattern.charAt(in + 1) == '^';
        boolean found = false;
        for (int i = negated ? in + 2 : in + 1; i < end; i++) {
            if (i + 2 < end && pattern.charAt(i + 1) == '-') {
                found |= pattern.charAt(i) <= c && c <= pattern.charAt(i + 2);
                i += 2;
            } else {
                found |= pattern.charAt(i) == c;
            }
        }
        return found != negated;
    }
}
