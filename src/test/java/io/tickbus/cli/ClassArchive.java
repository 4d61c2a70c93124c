package io.tickbus.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The archive of the program's classes, with which a JVM starts faster. The first test JVM makes it in the way of {@code
 * scripts/tickbus}, and the others use it.
 */
final class ClassArchive {
    private static boolean isReady;

    private ClassArchive() {}

    /** Returns the options of a JVM that runs the jar. There are none if no archive can be made. */
    static synchronized List<String> options(Path jvmOptions, Path jar) {
        Path archive = jar.resolveSibling("tests-java" + Runtime.version() + ".jsa");
        if (!isReady) {
            isReady = true;
            try (FileChannel lock = FileChannel.open(
                            archive.resolveSibling("tests-archive.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock held = lock.lock()) {
                if (held.isValid() && !isNewer(archive, jar)) {
                    make(archive, jvmOptions, jar);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
    }

    private static boolean isNewer(Path archive, Path jar) throws IOException {
        return Files.exists(archive)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) >= 0;
    }

    private static void make(Path archive, Path jvmOptions, Path jar) throws IOException {
        Path made = archive.resolveSibling(archive.getFileName() + ".new");
        Process training = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + jvmOptions,
                        "-XX:ArchiveClassesAtExit=" + made,
                        "-cp",
                        jar.toString(),
                        CdsTraining.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(archive.resolveSibling("tests-archive.log").toFile())
                .start();
        try {
            training.waitFor();
        } catch (InterruptedException ending) {
            training.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        if (Files.exists(made)) {
            Files.move(made, archive, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
