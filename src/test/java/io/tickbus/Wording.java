package io.tickbus;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds comment sentences that a reader has to read twice: sentences that open with a bare preposition or pronoun, and turns of
 * phrase that are old-fashioned or speak of threads and nodes as of persons.
 */
final class Wording {
    private static final Pattern COMMENT = Pattern.compile("/\\*\\*?(.*?)\\*/|(?<![:\"'])//(.*)", Pattern.DOTALL);
    private static final Pattern LINE_COMMENT_END = Pattern.compile("\\R");

    /** Markup that stands for a word or a block: a tag's argument is kept, a listing is dropped. */
    private static final Pattern LISTING =
            Pattern.compile("<pre>.*?</pre>|\\{@code[^}]*\\}|<code>.*?</code>", Pattern.DOTALL);

    private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+\\s+([^}]*)\\}");
    private static final Pattern BLOCK = Pattern.compile(
            "</?(?:p|li|ul|ol|tr|td|th|table|caption)>|@(?:param\\s+\\S+|returns?|throws\\s+\\S+|see)\\s");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+(?=[A-Z])");

    /** The first words of a sentence that has no subject. */
    private static final Pattern OPENER = Pattern.compile(
            "^(?:of|until|what|whatever|whoever|whom|who|such|those|lest|neither|nor|else|the same|the others|to be|for any thread|for the thread|for one thread)\\b.*",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern PHRASE = Pattern.compile(
            "\\b(?:nobody|somebody|whoever|lets? go of|let go of|(?:is|are|was|were) told|has it that|have it that|(?:is|are|was|were) to be"
                    + "|lest|what there is|(?:was|were|is) about to|on and on|again and again|over and over|anew|beforehand|wherefore|thereof"
                    + "|comes to stand|had it that|as far as anybody|anybody)\\b",
            Pattern.CASE_INSENSITIVE);

    private Wording() {}

    /** Returns the sentences of a source's comments that need a second reading, each with the reason. */
    static List<String> faults(String source) {
        List<String> faults = new ArrayList<>();
        Matcher comment = COMMENT.matcher(source);
        int from = 0;
        while (comment.find(from)) {
            from = comment.end();
            String text = comment.group(1);
            if (text == null) {
                text = LINE_COMMENT_END.split(comment.group(2), 2)[0];
                from = comment.start(2) + text.length();
            }
            check(text, faults);
        }
        return faults;
    }

    private static void check(String comment, List<String> faults) {
        String text =
                LISTING.matcher(comment.replaceAll("\\R\\s*(?:\\*|//)", " ")).replaceAll("CODE");
        text = INLINE_TAG.matcher(text).replaceAll("$1");
        for (String block : BLOCK.split(text, -1)) {
            for (String sentence : SENTENCE_END.split(block.strip(), -1)) {
                Matcher phrase = PHRASE.matcher(sentence);
                if (phrase.find()) {
                    faults.add("\"" + phrase.group() + "\" in: " + shortened(sentence));
                } else if (OPENER.matcher(sentence).matches() && !isParameter(block, sentence, comment)) {
                    faults.add("opens with a bare word: " + shortened(sentence));
                }
            }
        }
    }

    // A parameter's text goes on from its name, as in "@param epoch of the owner".
    private static boolean isParameter(String block, String sentence, String comment) {
        return Character.isLowerCase(sentence.charAt(0))
                && comment.contains("@")
                && block.strip().startsWith(sentence);
    }

    private static String shortened(String sentence) {
        String line = sentence.replaceAll("\\s+", " ");
        return line.length() <= 140 ? line : line.substring(0, 140) + "...";
    }
}
