package io.tickbus.metrics;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Holds the dashboard that docker/ brings to what a node measures. */
@ExtendWith(VertxExtension.class)
class DashboardTest {
    private static final Path DASHBOARD = Path.of("docker/grafana/dashboards/tickbus.json");
    private static final Pattern NAME = Pattern.compile("\\b(?:tickbus|jvm|process|system|vertx)_[a-z0-9_]+");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^[a-z][a-z0-9_]*");
    /** Names that promtool refuses: abbreviated units, and the suffix count outside of histograms and summaries. */
    private static final Pattern SHORT_UNIT = Pattern.compile(".*_(?:ns|us|ms|s|sec|min|b|kb|mb)(?:_.*)?");

    @Test
    void everyMetricOnTheDashboardIsMeasured(Vertx vertx) throws IOException {
        Set<String> shown = new TreeSet<>();
        for (String expression : expressions()) {
            Set<String> names = found(NAME, expression);
            assertThat(names).as(expression).isNotEmpty();
            shown.addAll(names);
        }
        assertThat(found(SAMPLE, scraped(vertx))).containsAll(shown);
    }

    @Test
    void namesAreAsPrometheusWantsThem(Vertx vertx) {
        Set<String> names = found(SAMPLE, scraped(vertx));

        assertThat(names).contains("process_cpu_seconds_total");
        assertThat(names).noneMatch(name -> SHORT_UNIT.matcher(name).matches());
        assertThat(names)
                .filteredOn(name -> name.endsWith("_count"))
                .allMatch(name -> names.contains(name.replaceFirst("_count$", "_sum")));
    }

    private static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (Object panel : new JsonObject(Files.readString(DASHBOARD)).getJsonArray("panels")) {
            JsonArray targets = ((JsonObject) panel).getJsonArray("targets");
            targets.forEach(target -> expressions.add(((JsonObject) target).getString("expr")));
        }
        return expressions;
    }

    /** Everything that there is to measure. */
    private static String scraped(Vertx vertx) {
        PrometheusMeters meters = PrometheusMeters.of(vertx);
        JvmMeters jvm = meters.ofJvm();
        try (jvm;
                MeterGroup group = meters.group()) {
            for (Metric metric : Metric.values()) {
                if (metric.kind() == Metric.Kind.TIMER) {
                    group.show(metric, () -> 1, () -> 1);
                } else {
                    group.show(metric, () -> 1);
                }
            }
            return meters.scrape();
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(toCollection(TreeSet::new));
    }
}
