package io.tickbus.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pipelines and the role web on class paths that lack one library each. */
class MissingLibraryTest {
    private static final String WEB = "{\"tickerplant\": {\"port\": 0}, \"web\": {\"port\": 0}}";

    @ParameterizedTest
    @CsvSource({
        "micrometer-registry-, io.micrometer:micrometer-registry-prometheus",
        "uplot-, org.webjars.npm:uplot:1.6.30"
    })
    void roleWebNamesWhatItLacks(String jar, String coordinates) throws Exception {
        try (URLClassLoader loader = LibraryClassPath.without(jar)) {
            assertThat(LibraryClassPath.run(loader, "failure", WEB))
                    .isEqualTo("the role web needs " + coordinates
                            + " on the class path; add this dependency to the application");
        }
    }

    @Test
    void pipelineRunsWithoutJavakdbIfTheApplicationExcludesIt() throws Exception {
        String config = """
                {"tickerplant": {"port": 0, "feed": {"kind": "synthetic", "rowsPerSecond": 1000}},
                 "subscribers": [{"name": "main", "tables": ["trade"]}],
                 "tables": {"note": {"columns": {"sym": "symbol", "n": "long"}}}}
                """;
        try (URLClassLoader loader = LibraryClassPath.without("javakdb-")) {
            assertThat(LibraryClassPath.run(loader, "pipeline", config))
                    .isEqualTo("trade [time, sym, price, size]; note [sym, n]");
        }
    }

    @Test
    void webRunsWithoutLogbackAndNamesItWhenLevelsAreRequested() throws Exception {
        try (URLClassLoader loader = LibraryClassPath.without(
                "logback-", "logstash-", "vertx-hazelcast-", "hazelcast-", "vertx-micrometer-")) {
            assertThat(LibraryClassPath.run(loader, "get", "/metrics"))
                    .startsWith("200 ")
                    .contains("tickbus_symbols");
            assertThat(LibraryClassPath.run(loader, "get", "/log/levels"))
                    .isEqualTo("501 a change of log levels needs ch.qos.logback:logback-classic on the class path;"
                            + " add this dependency to the application\n");
        }
    }
}
