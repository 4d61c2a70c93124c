package io.tickbus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JVM of its own with the jar, started as {@code scripts/tickbus} does. */
final class Program implements AutoCloseable {
    /** The class name of Vert.x's own launcher. */
    static final String LAUNCHER = "io.vertx.launcher.application.VertxApplication";

    private static final Path OPTIONS = Path.of("scripts", "jvm.options").toAbsolutePath();
    private static final Path CLASSPATH_OPTIONS =
            Path.of("scripts", "classpath.options").toAbsolutePath();
    private static final Path JAR =
            Path.of(System.getProperty("tickbus.jar", "target/tickbus.jar")).toAbsolutePath();
    /** From this on Java warns of what Hazelcast uses, unless told that it is meant. */
    private static final int UNSAFE_WARNS_JAVA = 24;

    /** Far more than any of it takes: a test that fails shall end, one that passes never waits this long. */
    private static final int WAIT_SECONDS_MAX = 60;

    private final Process process;
    private final Lines out;
    private final Lines err;

    private Program(Process process) {
        this.process = process;
        this.out = new Lines(process.getInputStream());
        this.err = new Lines(process.getErrorStream());
    }

    /** {@code tickbus} with these arguments, in this directory. */
    static Program tickbus(Path dir, String... arguments) throws IOException {
        return tickbus(List.of(), dir, arguments);
    }

    /** {@code tickbus} in a JVM with more options. */
    static Program tickbus(List<String> options, Path dir, String... arguments) throws IOException {
        List<String> how = new ArrayList<>(options);
        how.addAll(List.of("-Dtickbus.home=" + Path.of("").toAbsolutePath(), "-jar", JAR.toString()));
        return start(dir, how, arguments);
    }

    /** Vert.x's own launcher with the jar on the class path. */
    static Program launcher(Path dir, String clusterConfig, String... arguments) throws IOException {
        return start(
                dir,
                List.of(
                        "@" + CLASSPATH_OPTIONS,
                        "-Dvertx.hazelcast.config=" + clusterConfig,
                        "-cp",
                        JAR.toString(),
                        LAUNCHER),
                arguments);
    }

    private static Program start(Path dir, List<String> how, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + OPTIONS);
        command.add("-XX:TieredStopAtLevel=1"); // starts sooner
        command.addAll(ClassArchive.options(OPTIONS, JAR));
        if (Runtime.version().feature() >= UNSAFE_WARNS_JAVA) {
            command.add("--sun-misc-unsafe-memory-access=allow"); // as scripts/tickbus does
        }
        command.addAll(how);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile());
        builder.environment().keySet().removeAll(Set.of("TICKBUS_LOG_LEVEL", "TICKBUS_LOG_FORMAT"));
        return new Program(builder.start());
    }

    /** Waits for a line on standard output in which this is found. */
    MatchResult awaitOut(String regex) throws InterruptedException {
        return out.await(regex, this);
    }

    /** Waits for a matching line on standard error. */
    MatchResult awaitErr(String regex) throws InterruptedException {
        return err.await(regex, this);
    }

    /** Waits for the last of so many such lines. */
    MatchResult awaitErr(String regex, int times) throws InterruptedException {
        return err.await(regex, times, this);
    }

    /** Sends SIGTERM. By the handle, since the process itself would close its streams, and the last words were lost. */
    Program terminate() {
        process.toHandle().destroy();
        return this;
    }

    /** The addresses that it listens on. */
    List<InetAddress> listening() throws IOException {
        return ListeningSockets.of(process.pid());
    }

    /** Sends a signal by its name. */
    void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Stops it until it gets the signal CONT; every thread of it stands when this returns, and none just before. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        while (Files.isDirectory(threads) && !isFrozen(threads)) { // elsewhere than on Linux it is left to luck
            Thread.sleep(1);
        }
    }

    private static boolean isFrozen(Path threads) throws IOException {
        try (Stream<Path> all = Files.list(threads)) {
            for (Path thread : all.toList()) {
                String stat = Files.readString(thread.resolve("stat")); // number (name) state ...
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        }
    }

    /** Waits until it ends, and for all that it printed. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new AssertionError("has not ended:\n" + this);
        }
        out.awaitEnd();
        err.awaitEnd();
        return process.exitValue();
    }

    List<String> outLines() {
        return out.all();
    }

    List<String> errLines() {
        return err.all();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return "out:\n" + String.join("\n", out.all()) + "\nerr:\n" + String.join("\n", err.all());
    }

    /** The lines of one stream so far. */
    private static final class Lines {
        private final List<String> lines = new ArrayList<>();
        private final Thread reader;
        private boolean ended;

        Lines(InputStream in) {
            reader = new Thread(() -> read(in), "lines");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream in) {
            try (BufferedReader text = new BufferedReader(new InputStreamReader(in, UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                    add(line);
                }
            } catch (IOException closed) {
                // as good as its end
            } finally {
                end();
            }
        }

        private synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized List<String> all() {
            return List.copyOf(lines);
        }

        void awaitEnd() throws InterruptedException {
            reader.join(TimeUnit.SECONDS.toMillis(WAIT_SECONDS_MAX));
        }

        MatchResult await(String regex, Program program) throws InterruptedException {
            return await(regex, 1, program);
        }

        synchronized MatchResult await(String regex, int times, Program program) throws InterruptedException {
            int found = 0;
            Pattern pattern = Pattern.compile(regex);
            long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
            int next = 0;
            while (true) {
                for (; next < lines.size(); next++) {
                    Matcher matcher = pattern.matcher(lines.get(next));
                    if (matcher.find() && ++found == times) {
                        return matcher.toMatchResult();
                    }
                }
                long leftMs = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
                if (ended || leftMs <= 0) {
                    throw new AssertionError("no line with " + regex + " in\n" + program);
                }
                wait(leftMs);
            }
        }
    }
}
