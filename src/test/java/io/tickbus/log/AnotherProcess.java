package io.tickbus.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM with the class path of the tests. Tests of file locks need a second process, because within one process Java
 * knows its locks itself.
 */
public final class AnotherProcess implements AutoCloseable {
    private static final String READY = "ready";

    private final Process process;

    private AnotherProcess(Process process) {
        this.process = process;
    }

    private static Process start(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Runs a class to its end, and returns what it has printed. */
    public static String output(String main, String... arguments) throws IOException {
        return outputOf(new byte[0], main, arguments);
    }

    /** Runs a class to its end with a pipe as its input, and returns what it has printed. */
    public static String outputOf(byte[] input, String main, String... arguments) throws IOException {
        Process process = start(main, arguments);
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        }
        try (InputStream out = process.getInputStream()) {
            return new String(out.readAllBytes(), UTF_8).strip();
        }
    }

    /** Opens a log to write it, and returns why that fails; {@value #READY} when it does not. */
    public static String opening(Path log) throws IOException {
        return output(Writer.class.getName(), log.toString());
    }

    /** Has another process write a log until this is closed. */
    public static AnotherProcess writing(Path log) throws IOException {
        Process process = start(Writer.class.getName(), log.toString(), "wait");
        String said = new String(process.getInputStream().readNBytes(READY.length()), UTF_8);
        if (!said.equals(READY)) {
            throw new IOException(said);
        }
        return new AnotherProcess(process);
    }

    /** Kills the process, which leaves its lock file. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends the process, which closes its log. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }

    /** Writes a log, until its input ends where it is to wait for that. */
    static final class Writer {
        public static void main(String... arguments) throws IOException {
            try (LogWriter writer = LogWriter.open(Path.of(arguments[0]))) {
                writer.flush();
                System.out.println(READY);
                while (arguments.length > 1 && System.in.read() >= 0) {
                    // wait until the test closes the input
                }
            } catch (IOException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }
}
