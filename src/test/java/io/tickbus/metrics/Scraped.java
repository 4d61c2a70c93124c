package io.tickbus.metrics;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.Metric;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.types.Summary;
import org.hawkular.agent.prometheus.walkers.CollectorPrometheusMetricsWalker;

/** Metrics as an independent parser of Prometheus's text format reads them. */
public record Scraped(List<MetricFamily> families) {
    public static Scraped of(String text) {
        CollectorPrometheusMetricsWalker walker = new CollectorPrometheusMetricsWalker();
        new TextPrometheusMetricsProcessor(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), walker)
                .walk();
        return new Scraped(List.copyOf(walker.getAllMetricFamilies()));
    }

    /** The names of Tickbus's own. */
    public List<String> names() {
        return families.stream()
                .map(MetricFamily::getName)
                .filter(name -> name.startsWith("tickbus_"))
                .toList();
    }

    /** The one value, of a summary its count, with exactly these labels; fails when there are none or several. */
    public double value(String name, String... labels) {
        Map<String, String> wanted = new HashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        List<Double> found = new ArrayList<>();
        metrics(name).filter(metric -> metric.getLabels().equals(wanted)).forEach(metric -> found.add(value(metric)));
        if (found.size() != 1) {
            throw new AssertionError(name + wanted + " is there " + found.size() + " times; the others are "
                    + metrics(name).map(Metric::getLabels).toList());
        }
        return found.get(0);
    }

    public Stream<Metric> metrics(String name) {
        return families.stream()
                .filter(family -> family.getName().equals(name))
                .flatMap(family -> family.getMetrics().stream());
    }

    private static double value(Metric metric) {
        if (metric instanceof Counter counter) {
            return counter.getValue();
        }
        return metric instanceof Gauge gauge ? gauge.getValue() : ((Summary) metric).getSampleCount();
    }
}
