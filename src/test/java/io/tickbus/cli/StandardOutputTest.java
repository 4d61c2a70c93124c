package io.tickbus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tickbus.cli.console.ExitCode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands whose output cannot be written. */
class StandardOutputTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final StringWriter err = new StringWriter();

    @Test
    void fullDiskIsAnErrorOfEveryCommand() throws IOException {
        assumeThat(FULL).exists();
        assertThat(run(FULL, "--help")).isEqualTo(ExitCode.FAILED);
        assertThat(err)
                .hasToString("tickbus: cannot write to standard output: No space left on device;"
                        + " the output is incomplete" + System.lineSeparator());
    }

    @Test
    void fullDiskIsToldOnceHoweverMuchIsPrinted() throws IOException {
        assumeThat(FULL).exists();
        PrintWriter told = new PrintWriter(err, true);
        StandardOutput standard = new StandardOutput(new FileOutputStream(FULL.toFile()), FULL, told);
        PrintWriter out = new PrintWriter(new OutputStreamWriter(standard, UTF_8), true);
        for (int i = 0; i < 100_000; i++) {
            out.println("a line");
        }
        assertThat(out.checkError()).as("a command can look, and end sooner").isTrue();
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(standard.exitCode(ExitCode.OK)).isEqualTo(ExitCode.FAILED);
        assertThat(standard.exitCode(ExitCode.Q_ERROR)).as("its own").isEqualTo(ExitCode.Q_ERROR);
    }

    @Test
    void pipeThatIsClosedIsNoError() throws Exception {
        Path pipe = directory.resolve("pipe");
        assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        PrintWriter told = new PrintWriter(err, true);
        assertThat(Main.run(new StandardOutput(closed, pipe, told), UTF_8, told, "--help"))
                .isZero();
        assertThat(err).hasToString("");
    }

    @Test
    void allIsWrittenBeforeTheCommandEnds() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(run(file, "--help")).isZero();
        assertThat(file).content(UTF_8).startsWith("Usage: tickbus").contains("ended by SIGTERM");
    }

    private int run(Path target, String... args) throws IOException {
        PrintWriter told = new PrintWriter(err, true);
        try (OutputStream out = new FileOutputStream(target.toFile())) {
            return Main.run(new StandardOutput(out, target, told), UTF_8, told, args);
        }
    }
}
