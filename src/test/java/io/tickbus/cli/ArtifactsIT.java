package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;

/** Holds what the built jars contain. */
class ArtifactsIT {
    private static final Path PROGRAM = Path.of(System.getProperty("tickbus.jar", "target/tickbus.jar"));
    private static final Path LIBRARY =
            Path.of(System.getProperty("tickbus.library.jar", "target/tickbus-0.1.0-SNAPSHOT.jar"));

    @Test
    void onlyTheProgramConfiguresLogback() throws IOException {
        try (JarFile program = new JarFile(PROGRAM.toFile());
                JarFile library = new JarFile(LIBRARY.toFile())) {
            assertThat(program.getEntry("logback.xml")).isNotNull();
            assertThat(library.getEntry("logback.xml")).isNull();
            assertThat(library.getEntry("io/tickbus/logging/logback.xml")).isNotNull();
        }
    }

    @Test
    void libraryHasOnlyItsOwnPackages() throws IOException {
        try (JarFile library = new JarFile(LIBRARY.toFile())) {
            assertThat(library.stream().filter(entry -> !entry.isDirectory()))
                    .allMatch(entry -> entry.getName().matches("(io/tickbus|META-INF|q)/.*"));
        }
    }

    @Test
    void bothJarsAreTheModuleTickbus() throws IOException {
        for (Path jar : new Path[] {PROGRAM, LIBRARY}) {
            try (JarFile file = new JarFile(jar.toFile())) {
                Manifest manifest = file.getManifest();
                assertThat(manifest.getMainAttributes().getValue("Automatic-Module-Name"))
                        .as(jar.toString())
                        .isEqualTo("io.tickbus");
                assertThat(manifest.getMainAttributes().getValue("Implementation-Version"))
                        .as(jar.toString())
                        .isNotBlank();
            }
        }
    }

    @Test
    void sourcesAndJavadocAreBesideTheLibrary() throws IOException {
        String stem = LIBRARY.toString().replaceFirst("\\.jar$", "");
        try (JarFile sources = new JarFile(stem + "-sources.jar");
                JarFile javadoc = new JarFile(stem + "-javadoc.jar")) {
            assertThat(sources.getEntry("io/tickbus/client/TableConsumer.java")).isNotNull();
            assertThat(javadoc.getEntry("io/tickbus/client/TableConsumer.html")).isNotNull();
            assertThat(javadoc.getEntry("io/tickbus/pipeline/PipelineVerticle.html"))
                    .isNotNull();
            assertThat(javadoc.getEntry("io/tickbus/store/Topic.html")).isNull();
        }
    }
}
