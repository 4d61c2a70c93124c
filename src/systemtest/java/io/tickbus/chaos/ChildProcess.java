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

/** A Java process that this process starts, and that ends with it. */
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
     * Starts a process that reads requests from its standard input and answers on its standard output.
     *
     * @param errors the file to which its standard error is appended
     */
    ChildProcess(Class<?> program, String heap, Path errors, List<String> arguments) throws IOException {
        // Without the optimizing compiler a process starts sooner, and needs less of the two cores.
        this(program, List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1"), arguments, Redirect.PIPE, errors);
    }

    private ChildProcess(Class<?> program, List<String> options, List<String> arguments, Redirect output, Path errors)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(options);
        command.add("-Dlogback.configurationFile=io/tickbus/logging/logback.xml"); // the class path of the program, without the tests
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

    /** Starts a process whose output is appended to a file. */
    public static ChildProcess logged(Class<?> program, List<String> options, List<String> arguments, Path log)
            throws IOException {
        return new ChildProcess(program, options, arguments, Redirect.appendTo(log.toFile()), log);
    }

    /** Sends a line, and returns the line of the answer. Only one request runs at a time. */
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

    /** Ends the process as {@code kill -9} does, and waits for its end. */
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
     * Ends the process as {@code kill -TERM} does, and waits for its end.
     *
     * @return true if the process has ended within the time; otherwise it is killed
     */
    public boolean terminate(long msMax) throws IOException {
        signal("TERM"); // Process.destroy would also close the standard input, which ends the program at once
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

    /** Returns the process id. */
    public long pid() {
        return process.pid();
    }

    void freeze() throws IOException {
        signal("STOP");
    }

    void thaw() throws IOException {
        signal("CONT");
    }

    /**
     * Stops the process for some time, and waits for the end of the stop. Another process does it, so that the stop
     * ends even if this process has ended.
     */
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
