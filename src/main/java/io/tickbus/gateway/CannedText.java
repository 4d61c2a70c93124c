package io.tickbus.gateway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pattern of a text that a client program sends automatically. {@link CannedRequests} uses patterns. A pattern
 * consists of fixed parts. A matching text contains all parts in order, starts with the first part and ends with the
 * last part. Blanks are ignored, because the versions of a client program write different blanks. Immutable.
 */
final class CannedText {
    private final List<String> parts;

    /**
     * Creates a pattern.
     *
     * @param parts one or more fixed parts. If the last part is empty, the text can have any end.
     */
    CannedText(String... parts) {
        this.parts = Arrays.stream(parts).map(part -> Blankless.of(part).text).toList();
    }

    /** Returns the texts between the parts, including blanks. Returns null if the text does not match. */
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

    /**
     * A text without its blanks. The text with blanks is kept too, because the texts that {@link #match} returns
     * include blanks.
     */
    static final class Blankless {
        private final String sent;
        private final String text;
        /** For each character of the text without blanks, its index in the text with blanks. */
        private final int[] positions;

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

        /** Returns a part of the text with blanks. Both parameters are indexes in the text without blanks. */
        private String between(int from, int to) {
            int start = from == 0 ? 0 : positions[from - 1] + 1;
            return sent.substring(start, to == text.length() ? sent.length() : positions[to]);
        }
    }
}
