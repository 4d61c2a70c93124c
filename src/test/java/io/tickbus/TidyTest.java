package io.tickbus;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds what no compiler holds: files stay short, and types are named after what they are. */
class TidyTest {
    private static final int FILE_LINES_MAX = 400;

    /** Endings that say that a type was not given a noun of the field. */
    private static final Pattern VAGUE_TYPE = Pattern.compile(
            "\\b(?:class|interface|enum|record)\\s+([A-Z]\\w*?(?:Manager|Helper|Utils?|Impl|Info|Data|Processor))\\b");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/main/java",
                "src/test/java",
                "src/examples/java",
                "src/jmh/java",
                "src/junit5/java",
                "src/perftest/java",
                "src/systemtest/java"
            })
    void filesAreShortAndTypesAreNamedAfterWhatTheyAre(String folder) throws IOException {
        assertThat(untidiness(Path.of(folder))).isEmpty();
    }

    @Test
    void oneSimpleNameStandsForOneType() throws IOException {
        assertThat(namesUsedTwice(Path.of("src/main/java"))).isEmpty();
    }

    @Test
    void nameUsedTwiceIsFound(@TempDir Path folder) throws IOException {
        for (String name :
                List.of("a/Row.java", "a/Rows.java", "b/Row.java", "a/package-info.java", "b/package-info.java")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
        assertThat(namesUsedTwice(folder)).containsExactly("Row.java");
    }

    private static List<String> namesUsedTwice(Path folder) throws IOException {
        Set<String> seen = new HashSet<>();
        return javaFiles(folder).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.equals("package-info.java") && !seen.add(name))
                .toList();
    }

    @Test
    void tooLongAFileIsFound(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("Short.java"), "\n".repeat(FILE_LINES_MAX));
        Files.writeString(folder.resolve("Long.java"), "\n".repeat(FILE_LINES_MAX + 1));

        assertThat(untidiness(folder)).singleElement().asString().contains("Long.java", "401 lines");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Manager", "Helper", "Util", "Utils", "Impl", "Info", "Data", "Processor"})
    void vagueNameIsFound(String ending, @TempDir Path folder) throws IOException {
        Path nested = Files.createDirectory(folder.resolve("nested"));
        String source = Stream.of("class Row" + ending + " {}", "record " + ending + "Row() {}")
                .collect(joining("\n"));
        Files.writeString(nested.resolve("Row.java"), source);

        assertThat(untidiness(folder)).singleElement().asString().contains("Row.java", "Row" + ending);
    }

    private static List<String> untidiness(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : javaFiles(folder)) {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() > FILE_LINES_MAX) {
                found.add(file + ": " + lines.size() + " lines, more than " + FILE_LINES_MAX);
            }
            Matcher vague = VAGUE_TYPE.matcher(String.join("\n", lines));
            while (vague.find()) {
                found.add(file + ": the name " + vague.group(1) + " does not say what the type is");
            }
        }
        return found;
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
