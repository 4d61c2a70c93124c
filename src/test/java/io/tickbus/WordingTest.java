package io.tickbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds that comments are read once: no sentence without a subject, no thread or node that is spoken of as a person. */
class WordingTest {
    @Test
    void commentsReadOnce() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file : files.filter(WordingTest::isChecked).toList()) {
                Wording.faults(Files.readString(file)).forEach(fault -> found.add(file + ": " + fault));
            }
        }
        assertThat(found).isEmpty();
    }

    /** The examples of this file are wrong on purpose. */
    private static boolean isChecked(Path path) {
        return path.toString().endsWith(".java") && !path.endsWith("WordingTest.java");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/** Of more, the last one is forgotten. */",
                "/** Counts rows. Those of others stay. */",
                "/**\n * Returns the state.\n *\n * <p>The same, but later.\n */",
                "/** @return whoever came first */",
                "int a; // of the owner, at its last mark",
                "/* Ends when nobody reads. */",
                "/** Starts {@link Table} anew. */",
                "String url = \"http://host\"; // what it asks"
            })
    void sentenceThatIsReadTwiceIsFound(String source) {
        assertThat(Wording.faults(source)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/** Returns the rows of {@code what} was asked. */",
                "String text = \"http://nobody\";",
                "/**\n * Counts.\n *\n * @param epoch of the owner\n */",
                "/** Evicts the entry which was seen least recently. */"
            })
    void plainSentencePasses(String source) {
        assertThat(Wording.faults(source)).isEmpty();
    }
}
