package io.tickbus.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The process of the node that owns the tables. The measuring process controls it. */
final class OwnerProcess implements AutoCloseable {
    private static final String HEAP = "4g"; // the heap has room for the rows of a round
    /**
     * The environment variable with more JVM flags for this process. TICKBUS_JAVA_OPTS has those of the measuring
     * process.
     */
    private static final String OPTIONS = "TICKBUS_OWNER_OPTS";

    private static final int END_SECONDS_MAX = 10;

    private final Process process;
    private final BufferedReader in;
    private final BufferedWriter out;

    /**
     * Starts the process, and waits until it is a member of the cluster.
     *
     * @param port the port of the cluster's first node
     */
    OwnerProcess(int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "@scripts/jvm.options",
                "@scripts/classpath.options",
                "-Xms" + HEAP,
                "-Xmx" + HEAP,
                "-XX:+AlwaysPreTouch",
                "-XX:+UseG1GC",
                "-DTICKBUS_LOG_LEVEL=ERROR"));
        command.addAll(Pattern.compile(" +")
                .splitAsStream(System.getenv().getOrDefault(OPTIONS, ""))
                .filter(option -> !option.isEmpty())
                .toList());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                OwnerProgram.class.getName(),
                Integer.toString(port)));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        in = process.inputReader();
        out = process.outputWriter();
        hear("joined");
    }

    /** Sends an order, and waits until it is done. Returns the processor time of the process, in ns. */
    long say(String line) throws IOException {
        out.write(line);
        out.newLine();
        out.flush();
        return Long.parseLong(hear("cpu ").substring("cpu ".length()));
    }

    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + name + " failed");
        }
    }

    /** Returns the next line with a prefix. With some flags the JVM prints other lines. */
    private String hear(String start) throws IOException {
        String line = in.readLine();
        while (line != null && !line.startsWith(start)) {
            line = in.readLine();
        }
        if (line == null) {
            throw new IOException("the owner has ended");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        out.close(); // the process ends at the end of its input, unless it is frozen
        try {
            if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException ending) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
