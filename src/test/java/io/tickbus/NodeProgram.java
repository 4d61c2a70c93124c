package io.tickbus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of Node.js that tests run, with packages that npm installs below {@code target}. */
public final class NodeProgram {
    private static final int INSTALL_SECONDS_MAX = 120;

    private NodeProgram() {}

    /**
     * Installs a package, unless an earlier run has done so. Skips the test if node or npm are missing, or cannot install it.
     *
     * @return the folder in which programs can use the package
     */
    public static Path install(String name, String version) {
        Path folder = Path.of("target", name).toAbsolutePath();
        if (Files.exists(folder.resolve("node_modules").resolve(name))) {
            return folder;
        }
        try {
            run(folder, 20, "node", "--version");
            run(folder, INSTALL_SECONDS_MAX, "npm", "install", "--prefix", folder.toString(), name + "@" + version);
        } catch (IOException | InterruptedException missing) {
            assumeTrue(false, name + " is not tried: node or npm are missing, or cannot install it: " + missing);
        }
        return folder;
    }

    /** Runs a command to its end; returns what it prints. */
    public static String run(Path folder, int secondsMax, String... command) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(secondsMax, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(List.of(command) + " takes more than " + secondsMax + " s");
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        if (process.exitValue() != 0) {
            throw new IOException(List.of(command) + " ended with " + process.exitValue() + ": " + printed);
        }
        return printed;
    }
}
