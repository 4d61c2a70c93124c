package io.tickbus.gateway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pattern of a text that a client program sends on its own. It consists of fixed parts: a text matches if it starts with the
 * first part, ends with the last, and has the others in between in this order. Blanks are ignored, because the versions of a
 * client differ in them. Immutable.
 */
final class CannedText {
    private final List<String> parts;

    /**
     * Creates a pattern.
     *
     * @param parts at least one; if the last one is empty, the text may end in any way
     */
    CannedText(String... parts) {
        this.parts = Arrays.stream(parts).map(part -> Blankless.of(part).text).toList();
    }

    /** Returns the texts between the parts, blanks included, or null if the text does not match. */
    @Nullable
    List<String> match(Blankless sent) {
        String text = sent.text;
        int end = text.startsWith(parts.get(0)) ? parts.get(0).length() : -1;
        List<String> varied = new ArrayList<>();
        for (int i = 1; i < parts.size() && end >= 0; i++) {
            String part = parts.get(i);
            boolean isLast = i == parts.size() - 1;
            int start = isLast ? text.length() - part.length() : text.indexOf(part, end);
            if (start < end || !text.startsWith(part, start)) {
                return null;
            }
            varied.add(sent.between(end, start));
            end = start + part.length();
        }
        return end == text.length() ? varied : null;
    }

    /** A text without its blanks, which can still return its pieces with them. */
    static final class Blankless {
        private final String sent;
        private final String text;
        private final int[] positions; // the index of each character in the sent text

        private Blankless(String sent, String text, int[] positions) {
            this.sent = sent;
            this.text = text;
            this.positions = positions;
        }

        static Blankless of(String sent) {
            StringBuilder text = new StringBuilder(sent.length());
            int[] positions = new int[sent.length()];
            for (int i = 0; i < sent.length(); i++) {
                if (!Character.isWhitespace(sent.charAt(i))) {
                    positions[text.length()] = i;
                    text.append(sent.charAt(i));
                }
            }
            return new Blankless(sent, text.toString(), positions);
        }

        /** Returns the sent text that follows the characters before {@code from} and ends before character {@code to}. */
        private String between(int from, int to) {
            int start = from == 0 ? 0 : positions[from - 1] + 1;
            return sent.substring(start, to == text.length() ? sent.length() : positions[to]);
        }
    }
}
