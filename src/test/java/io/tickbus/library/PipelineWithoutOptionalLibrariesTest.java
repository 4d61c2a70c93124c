package io.tickbus.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.junit5.FreePort;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds that a pipeline runs with the compile dependencies alone, and that each part that needs more names the missing library.
 * The class path is that of a new application: no Hazelcast, web, metrics, YAML, command line or Logback.
 */
class PipelineWithoutOptionalLibrariesTest {
    @SuppressWarnings("NullAway.Init")
    private static URLClassLoader loader;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    @BeforeAll
    static void load() throws Exception {
        loader = LibraryClassPath.ofDependencies();
    }

    @AfterAll
    static void unload() throws Exception {
        loader.close();
    }

    private static String run(String method, String argument) throws Exception {
        return LibraryClassPath.run(loader, method, argument);
    }

    @Test
    void everyLibraryIsFoundInThisBuildAndNoneByTheApplication() {
        for (OptionalLibrary library : OptionalLibrary.values()) {
            assertThat(library.isPresent()).as(library.coordinates()).isTrue();
        }
        List.of(
                        "com.hazelcast.core.HazelcastInstance",
                        "io.micrometer.core.instrument.MeterRegistry",
                        "ch.qos.logback.classic.Logger",
                        "org.yaml.snakeyaml.Yaml",
                        "picocli.CommandLine",
                        "io.vertx.ext.auth.oauth2.OAuth2Auth",
                        "io.vertx.ext.web.Router")
                .forEach(name -> assertThat(isThere(name)).as(name).isFalse());
    }

    private static boolean isThere(String name) {
        try {
            loader.loadClass(name);
            return true;
        } catch (ClassNotFoundException missing) {
            return false;
        }
    }

    @Test
    void rowsOfTheTickerplantAndOfTheApplicationAreRead() throws Exception {
        String config = """
                {"tickerplant": {"port": 0, "feed": {"kind": "synthetic", "rowsPerSecond": 1000}},
                 "subscribers": [{"name": "main", "tables": ["trade"]}],
                 "gateway": {"port": 0},
                 "tables": {"note": {"columns": {"sym": "symbol", "n": "long"}}}}
                """;

        assertThat(run("pipeline", config)).isEqualTo("trade [time, sym, price, size]; note [sym, n]");
    }

    @Test
    void roleWebNamesAllItsLibrariesAtOnce() throws Exception {
        assertThat(run("failure", "{\"tickerplant\": {\"port\": 0}, \"web\": {\"port\": 0}}"))
                .startsWith("the role web needs io.vertx:vertx-web and io.micrometer:micrometer-registry-prometheus and"
                        + " org.webjars.npm:")
                .endsWith(" on the class path; add these dependencies to the application");
    }

    @Test
    void userFileOfTheGatewayNeedsBcrypt() throws Exception {
        String users = Files.writeString(dir.resolve("users"), "").toString();

        assertThat(run(
                        "failure",
                        "{\"tickerplant\": {\"port\": 0}, \"gateway\": {\"port\": 0, \"users\": \"" + users + "\"}}"))
                .isEqualTo("a file of users needs at.favre.lib:bcrypt on the class path;"
                        + " add this dependency to the application");
    }

    @Test
    void csvFeedNeedsCommonsCsv() throws Exception {
        String csv = Files.writeString(dir.resolve("rows.csv"), "sym,n\na,1\n").toString();

        assertThat(run(
                        "failure",
                        "{\"tickerplant\": {\"port\": 0, \"feed\": {\"kind\": \"csv\", \"file\": \"" + csv
                                + "\", \"table\": \"rows\"}}}"))
                .isEqualTo("the CSV feed of the tickerplant needs org.apache.commons:commons-csv on the class path;"
                        + " add this dependency to the application");
    }

    @Test
    void clusterNeedsHazelcast() throws Exception {
        int port = FreePort.choose();
        assertThat(run("cluster", Integer.toString(port)))
                .isEqualTo("a cluster needs io.vertx:vertx-hazelcast on the class path;"
                        + " add this dependency to the application");
        assertThat(run("join", "127.0.0.1:" + port))
                .isEqualTo("a cluster needs io.vertx:vertx-hazelcast on the class path;"
                        + " add this dependency to the application");
    }

    @Test
    void configurationFileNeedsSnakeYaml() throws Exception {
        Path file = Files.writeString(dir.resolve("pipeline.yaml"), "tickerplant: {port: 0}\n");

        assertThat(run("configuration", file.toString()))
                .isEqualTo(file + ": a configuration file needs org.yaml:snakeyaml on the class path;"
                        + " add this dependency to the application");
    }
}
