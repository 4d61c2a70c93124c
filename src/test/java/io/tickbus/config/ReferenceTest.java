package io.tickbus.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Holds the files of conf/ to the code: the reference knows every key and no other, and its values are the defaults. */
class ReferenceTest {
    private static final Path REFERENCE = Path.of("conf/reference.yaml");
    /** A key that nothing knows and that is near no known one, so that the complaint lists the known ones. */
    private static final String STRAY = "zzzzzzzzzzzz";

    @Test
    void exampleIsASmallPipeline() {
        PipelineConfig config = PipelineConfig.read(Path.of("conf/pipeline.yaml"), Map.of());
        assertThat(config.subscribers()).extracting(SubscriberConfig::name).containsExactly("main");
        assertThat(config.store().tables()).containsOnlyKeys("trade", "quote", "note");
    }

    @Test
    void referenceHoldsTheDefaults() {
        Map<String, Object> least = Map.of(
                "tickerplant", Map.of(),
                "subscribers", List.of(Map.of("name", "main")),
                "tables", Map.of("trade", Map.of()),
                "gateway", Map.of(),
                "web", Map.of());
        assertThat(PipelineConfig.read(REFERENCE, Map.of())).isEqualTo(PipelineConfig.of(least, Map.of()));
    }

    @Test
    void referenceMentionsEveryKnownKeyAndNoOther() throws IOException {
        String all = Files.readString(REFERENCE).replaceAll("(?m)^( *)#(?=[A-Za-z]+:)", "$1");
        Object tree = YamlTree.read(all, new Problems(""));
        Map<String, Set<String>> mentioned = new TreeMap<>();
        collect("", tree, mentioned);
        assertThat(mentioned).containsAllEntriesOf(known());
    }

    /** The known keys of each section, as the complaints about a stray key list them. */
    private static Map<String, Set<String>> known() {
        Map<String, Object> stray = Map.of(STRAY, 1);
        Map<String, Object> tree = Map.of(
                STRAY,
                1,
                "tickerplant",
                Map.of(STRAY, 1, "feed", stray),
                "subscribers",
                List.of(Map.of("name", "main", STRAY, 1)),
                "tables",
                Map.of("trade", stray),
                "store",
                stray,
                "gateway",
                Map.of(STRAY, 1, "tls", stray),
                "cluster",
                Map.of(STRAY, 1, "tls", stray),
                "web",
                Map.of(STRAY, 1, "openid", stray),
                "symbols",
                stray,
                "status",
                stray);
        Map<String, Set<String>> known = new TreeMap<>();
        for (String line : Configs.problems(() -> PipelineConfig.of(tree, Map.of()))) {
            if (line.endsWith(": required")) {
                continue;
            }
            String[] parts = line.split("\\.?" + STRAY + ": unknown key; known here: ", -1);
            assertThat(parts).as(line).hasSize(2);
            known.put(parts[0], new TreeSet<>(List.of(parts[1].split(", ", -1))));
        }
        assertThat(known).hasSize(14);
        return known;
    }

    private static void collect(String path, @Nullable Object value, Map<String, Set<String>> keys) {
        if (value instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                collect(path + "[" + i + "]", items.get(i), keys);
            }
        } else if (value instanceof Map<?, ?> map) {
            Set<String> names = new TreeSet<>();
            map.forEach((key, item) -> {
                names.add((String) key);
                collect(ConfigSection.join(path, (String) key), item, keys);
            });
            keys.put(path, names);
        }
    }
}
