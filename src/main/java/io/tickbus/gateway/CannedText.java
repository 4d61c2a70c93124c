package io.tickbus.gateway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text that a client sends by itself, known by its fixed parts: the first begins it and the last ends it, between two of them
 * anything may stand. Blanks in the parts do not count, since versions of a client differ in them.
 */
final class CannedText {
    private final List<String> parts;

    /** @param parts at least one; an empty last one lets anything end the text */
    CannedText(String... parts) {
        this.parts = Arrays.stream(parts).map(part -> Blankless.of(part).text).toList();
    }

    /** What stands between the parts, blanks and all; null where the text is another. */
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

    /** A text without its blanks. */
    static final class Blankless {
        private final String sent;
        private final String text;
        private final int[] places; // in what was sent, of each character

        private Blankless(String sent, String text, int[] places) {
            this.sent = sent;
            this.text = text;
            this.places = places;
        }

        static Blankless of(String sent) {
            StringBuilder text = new StringBuilder(sent.length());
            int[] places = new int[sent.length()];
            for (int i = 0; i < sent.length(); i++) {
                if (!Character.isWhitespace(sent.charAt(i))) {
                    places[text.length()] = i;
                    text.append(sent.charAt(i));
                }
            }
            return new Blankless(sent, text.toString(), places);
        }

        /** What was sent behind the characters before {@code from}, up to {@code to}. */
        private String between(int from, int to) {
            int start = from == 0 ? 0 : places[from - 1] + 1;
            return sent.substring(start, to == text.length() ? sent.length() : places[to]);
        }
    }
}
