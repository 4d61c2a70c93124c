package io.tickbus.library;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds which classes use an optional library. All other classes load without it. A part requires the library before it loads one
 * of these classes. The command line has all libraries.
 */
class LibraryUseTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tickbus");

    @ParameterizedTest
    @CsvSource({
        "com.hazelcast.., cluster\\.Hazelcast.*",
        "io.vertx.spi.cluster.hazelcast.., cluster\\.Hazelcast.*",
        "io.micrometer.., metrics\\.(Prometheus.*|JvmMeters|VertxMeters)",
        "io.vertx.micrometer.., metrics\\.VertxMeters",
        "io.vertx.ext.., web\\.(Access|Authentication|BridgeAccess|ClassPathFiles|Log.*|OpenId(Provider|Routes)|OverviewAnswers|Page|PeerAddress|SameOrigin|Sessions|Viewer|WebServer)",
        "io.vertx.ext.auth.., web\\.OpenIdProvider",
        "ch.qos.logback.., logging\\.(ClusterNoise|JsonPairs|Levels|QuotedPairs|Trace)",
        "net.logstash.., logging\\.JsonPairs",
        "tools.jackson.., logging\\.JsonPairs",
        "org.yaml.., config\\.YamlTree",
        "org.apache.commons.., tickerplant\\.CsvTable",
        "at.favre.., access\\.PasswordHash",
        "picocli.., cli",
        "org.jline.., cli"
    })
    void onlyTheseClassesUseTheLibrary(String library, String classes) {
        noClasses()
                .that()
                .haveNameNotMatching("io\\.tickbus\\.(" + classes + ")(\\$.*)?")
                .and()
                .resideOutsideOfPackage("io.tickbus.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library)
                .check(CLASSES);
    }
}
