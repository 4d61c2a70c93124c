package io.tickbus.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.types.Summary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class MetersTest {
    private PrometheusMeters meters;

    @BeforeEach
    void ofVertx(Vertx vertx) {
        meters = PrometheusMeters.of(vertx);
    }

    @Test
    void everyMetricIsNamedAsPrometheusWantsItAndSaysWhatItIs() {
        MeterGroup group = meters.group();
        for (Metric metric : Metric.values()) {
            if (metric.kind() == Metric.Kind.TIMER) {
                group.show(metric, () -> 1, () -> 1_500_000_000);
            } else {
                group.show(metric, () -> 1);
            }
        }
        Scraped scraped = Scraped.of(meters.scrape());

        assertThat(scraped.names()).hasSameSizeAs(Metric.values()).allMatch(name -> name.matches("tickbus(_[a-z]+)+"));
        for (Metric metric : Metric.values()) {
            boolean counted = metric.kind() == Metric.Kind.COUNTER;
            String ending = (metric.unit() == null ? "" : "_" + metric.unit()) + (counted ? "_total" : "");
            String stem = metric.meterName().replace('.', '_');
            assertThat(scraped.families())
                    .as(metric.name())
                    .filteredOn(family -> family.getName().endsWith(ending)
                            && (family.getName().equals(stem + (counted ? "_total" : ""))
                                    || family.getName().equals(stem + ending)))
                    .singleElement()
                    .extracting(MetricFamily::getHelp)
                    .isEqualTo(metric.help());
        }
    }

    @Test
    void timesAreSecondsAndCounts() {
        AtomicLong queries = new AtomicLong(3);
        meters.group("table", "trade").show(Metric.TABLE_QUERY_TIME, queries::get, () -> 1_500_000_000);

        assertThat(Scraped.of(meters.scrape()).metrics("tickbus_table_query_seconds"))
                .singleElement()
                .isInstanceOfSatisfying(Summary.class, summary -> {
                    assertThat(summary.getSampleCount()).isEqualTo(3);
                    assertThat(summary.getSampleSum()).isEqualTo(1.5);
                });
    }

    @Test
    void numbersAreReadWhenSomebodyAsksAndLabelsAreEscaped() {
        AtomicLong rows = new AtomicLong(1);
        meters.group("table", "a\"b\\c").show(Metric.TABLE_ROWS, rows::get);
        rows.set(1L << 40);

        assertThat(meters.scrape()).contains("tickbus_table_rows{table=\"a\\\"b\\\\c\"} 1.099511627776E12");
    }

    @Test
    void closedGroupIsGoneAndTheSameCanComeAgain() {
        MeterGroup first = meters.group("table", "trade");
        first.show(Metric.TABLE_ROWS, () -> 1);
        MeterGroup other = meters.group("table", "quote");
        other.show(Metric.TABLE_ROWS, () -> 2);
        first.close();
        first.show(Metric.TABLE_SEGMENTS, () -> 1);

        Scraped without = Scraped.of(meters.scrape());
        assertThat(without.names()).containsExactly("tickbus_table_rows");
        assertThat(without.value("tickbus_table_rows", "table", "quote")).isEqualTo(2);
        assertThat(without.metrics("tickbus_table_rows")).hasSize(1);

        meters.group("table", "trade").show(Metric.TABLE_ROWS, () -> 3);
        assertThat(Scraped.of(meters.scrape()).value("tickbus_table_rows", "table", "trade"))
                .isEqualTo(3);
    }

    @Test
    void whatClientsSendMakesNoSeriesOfItsOwn() throws Exception {
        Vertx measured = Vertx.builder().withMetrics(VertxMeters.in(meters)).build();
        try {
            HttpServer server = measured.createHttpServer()
                    .requestHandler(request -> request.response().end());
            int port = server.listen(0, "127.0.0.1").await(20, TimeUnit.SECONDS).actualPort();
            for (String method : List.of("FOO1", "FOO2", "GET")) {
                try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    String request = method + " / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
                    client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                    client.getInputStream().readAllBytes(); // to the end, behind which it is counted
                }
            }
            assertThat(meters.scrape())
                    .containsPattern("vertx_http_server_requests_total\\{.*method=\"other\".*} 2")
                    .containsPattern("vertx_http_server_requests_total\\{.*method=\"GET\".*} 1")
                    .doesNotContain("FOO");
        } finally {
            measured.close().await(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void oneVertxHasOneAndTimersAreNoGauges(Vertx vertx) {
        assertThat(Meters.of(vertx)).isSameAs(meters);
        assertThatThrownBy(() -> meters.group().show(Metric.TABLE_QUERY_TIME, () -> 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> meters.group().show(Metric.TABLE_ROWS, () -> 1, () -> 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
