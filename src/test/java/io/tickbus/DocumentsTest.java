package io.tickbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.ConfigException;
import io.tickbus.config.PipelineConfig;
import io.tickbus.config.Problem;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what the documents promise: code that compiles, keys that exist, links that lead somewhere, and a short README. */
class DocumentsTest {
    private static final Path README = Path.of("README.md");
    private static final Path PAGES = Path.of("src/site/markdown");
    private static final int README_BYTES_MAX = 8192;
    private static final int LINE_CHARS_MAX = 120;
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```");
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    /** The imports that the examples of the documents may omit. */
    private static final String IMPORTS = """
            import io.tickbus.*;
            import io.tickbus.client.*;
            import io.tickbus.event.*;
            import io.tickbus.pipeline.*;
            import io.tickbus.q.*;
            import io.tickbus.record.*;
            import io.tickbus.store.*;
            import io.tickbus.subscriber.*;
            import io.vertx.core.*;
            import io.vertx.core.json.*;
            import io.vertx.core.streams.*;
            import java.time.*;
            import java.util.*;
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    static Stream<Path> documents() throws IOException {
        List<Path> all = new ArrayList<>(List.of(README));
        for (Path folder : List.of(PAGES, Path.of(".github"))) {
            try (Stream<Path> pages = Files.list(folder)) {
                pages.filter(page -> page.toString().endsWith(".md")).sorted().forEach(all::add);
            }
        }
        return all.stream();
    }

    private static List<String> blocks(Path document, Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(document))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @Test
    void readmeIsThreeScreens() throws IOException {
        assertThat(Files.size(README)).isLessThanOrEqualTo(README_BYTES_MAX);
        assertThat(Files.readAllLines(README)).allMatch(line -> line.length() <= LINE_CHARS_MAX);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void javaCompiles(Path document) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int number = 0;
        for (String block : blocks(document, JAVA)) {
            String name = "Example" + number++;
            Path source = Files.writeString(dir.resolve(name + ".java"), asClass(name, block));
            StringWriter errors = new StringWriter();
            String[] options = {"-proc:none", "-d", dir.toString(), "-cp", System.getProperty("java.class.path")};
            boolean compiled = compiler.getTask(
                            errors,
                            null,
                            null,
                            List.of(options),
                            null,
                            compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(block + "\n" + errors).isTrue();
        }
    }

    /** An example is a class, members of one, or statements that have a {@code vertx} and a {@code config}. */
    private static String asClass(String name, String block) {
        if (Pattern.compile("(?m)^(public |final )*class ").matcher(block).find()) {
            return IMPORTS + block;
        }
        boolean isMember = Pattern.compile("(?m)^(public |private |static |@)")
                .matcher(block)
                .find();
        String body =
                isMember ? block : "void run(Vertx vertx, JsonObject config) throws Exception {\n" + block + "\n}";
        return IMPORTS + "class " + name + " {\n" + body + "\n}\n";
    }

    @ParameterizedTest
    @MethodSource("documents")
    void yamlHasKeysThatExist(Path document) throws IOException {
        for (String block : blocks(document, YAML)) {
            assertThat(unknownKeys(block)).as(block).isEmpty();
        }
    }

    private List<Problem> unknownKeys(String yaml) throws IOException {
        try {
            PipelineConfig.read(Files.writeString(dir.resolve("example.yaml"), yaml), Map.of());
            return List.of();
        } catch (ConfigException wrong) {
            return wrong.problems().stream()
                    .filter(problem -> problem.toString().contains("unknown key"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadSomewhere(Path document) throws IOException {
        String text = Files.readString(document);
        for (String link :
                LINK.matcher(text).results().map(found -> found.group(1)).toList()) {
            if (link.contains("://")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
            assertThat(target).as(link).exists();
            if (parts.length == 2) {
                assertThat(anchors(target)).as(link).contains(parts[1]);
            }
        }
    }

    /** The anchors of a page's headings, as they are made on the web. */
    private static List<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(MatchResult::group)
                .map(heading -> heading.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
