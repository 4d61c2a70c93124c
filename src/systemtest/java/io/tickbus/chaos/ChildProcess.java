package io.tickbus.chaos;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A Java process that this one has started, and that ends with it. */
public final class ChildProcess {
    private static final Set<ChildProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(ChildProcess::kill)));
    }

    private final Process process;
    private final BufferedReader in;
    private final BufferedWriter out;
    private final Class<?> program;

    /**
     * One that is talked to, over its standard input and output.
     *
     * @param errors a file that its standard error is added to
     */
    ChildProcess(Class<?> program, String heap, Path errors, List<String> arguments) throws IOException {
        // Up soon, and two cores for four processes.
        this(program, List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1"), arguments, Redirect.PIPE, errors);
    }

    private ChildProcess(Class<?> program, List<String> options, List<String> arguments, Redirect output, Path errors)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(options);
        command.add("-Dlogback.configurationFile=io/tickbus/logging/logback.xml"); // the program's, not the tests'
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(arguments);
        this.program = program;
        process = new ProcessBuilder(command)
                .redirectOutput(output)
                .redirectError(Redirect.appendTo(errors.toFile()))
                .start();
        RUNNING.add(this);
        in = process.inputReader();
        out = process.outputWriter();
    }

    /** One that only writes, to the end of a file. */
    public static ChildProcess logged(Class<?> program, List<String> options, List<String> arguments, Path log)
            throws IOException {
        return new ChildProcess(program, options, arguments, Redirect.appendTo(log.toFile()), log);
    }

    /** Says a line and waits for one; one at a time. */
    synchronized String ask(String line) throws IOException {
        out.write(line);
        out.newLine();
        out.flush();
        return readLine();
    }

    String readLine() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException(program.getSimpleName() + " has ended");
        }
        return line;
    }

    /** As {@code kill -9}, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        RUNNING.remove(this);
        try {
            process.waitFor();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * As {@code kill -TERM}, and waits until it is gone.
     *
     * @return whether it was within the time; else it is killed
     */
    public boolean terminate(long msMax) throws IOException {
        signal("TERM"); // Java's own way to do it also closes the standard input, by which the program ends at once
        try {
            return process.waitFor(msMax, TimeUnit.MILLISECONDS);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            kill();
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its number, by which the system knows it. */
    public long pid() {
        return process.pid();
    }

    void freeze() throws IOException {
        signal("STOP");
    }

    void thaw() throws IOException {
        signal("CONT");
    }

    /** Stops it for a while, by a process of its own: it goes on after that even if this one has ended. Waits for it. */
    void freeze(long ms) throws IOException {
        String pid = Long.toString(process.pid());
        String script = "kill -STOP " + pid + "; sleep " + ms / 1000.0 + "; kill -CONT " + pid;
        await(new ProcessBuilder("sh", "-c", script), "a freeze of " + ms + " ms");
    }

    private void signal(String name) throws IOException {
        await(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())), "kill -" + name);
    }

    private static void await(ProcessBuilder command, String what) throws IOException {
        Process started = command.redirectErrorStream(true).start();
        try {
            if (started.waitFor() != 0) {
                throw new IOException(
                        what + " failed: " + started.inputReader().readLine());
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
