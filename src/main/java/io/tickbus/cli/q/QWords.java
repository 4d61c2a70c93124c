package io.tickbus.cli.q;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Splits a line into names for completion. The parser accepts every line, because only q decides whether a line is
 * valid.
 */
final class QWords implements Parser {
    private static final Pattern NAME = Pattern.compile("[\\w.]+");

    /** The names of a line. {@code word} is the name at the cursor, or empty if the cursor is not at a name. */
    record Line(String line, int cursor, List<String> words, int wordIndex, String word, int wordCursor)
            implements CompletingParsedLine {
        /** Returns the candidate unchanged, because q text outside of strings needs no escapes. */
        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor;
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        List<String> words = new ArrayList<>();
        Matcher name = NAME.matcher(line);
        int index = -1;
        int wordCursor = 0;
        while (name.find()) {
            if (index < 0 && name.start() > cursor) {
                index = words.size();
                words.add("");
            } else if (index < 0 && name.end() >= cursor) {
                index = words.size();
                wordCursor = cursor - name.start();
            }
            words.add(name.group());
        }
        if (index < 0) {
            index = words.size();
            words.add("");
        }
        return new Line(line, cursor, words, index, words.get(index), wordCursor);
    }
}
