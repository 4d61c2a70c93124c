package io.tickbus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The command lines of a document. */
final class DocumentedCommands {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final String PROGRAM = "scripts/tickbus ";

    private DocumentedCommands() {}

    /** Returns the words behind {@code scripts/tickbus} of each indented line that begins with a prefix and it. */
    static List<List<String>> of(Path document, String prefix) throws IOException {
        return Files.readString(document)
                .lines()
                .filter(line -> line.startsWith("    " + prefix + PROGRAM))
                .map(line ->
                        line.substring(line.indexOf(PROGRAM) + PROGRAM.length()).replaceFirst(" +# .*", ""))
                .map(DocumentedCommands::words)
                .toList();
    }

    private static List<String> words(String line) {
        return WORD.matcher(line)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }
}
