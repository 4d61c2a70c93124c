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

/** A Java process that this one has started, and that ends with it. */
final class ChildProcess {
    private static final Set<ChildProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(ChildProcess::kill)));
    }

    private final Process process;
    private final BufferedReader in;
    private final BufferedWriter out;
    private final Class<?> program;

    /**
     * @param errors a file that its standard error is added to
     */
    ChildProcess(Class<?> program, String heap, Path errors, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.add("-Xmx" + heap);
        command.add("-XX:TieredStopAtLevel=1"); // up soon, and two cores for four processes
        command.add("-Dlogback.configurationFile=logback.xml"); // the program's, not the tests'
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(arguments);
        this.program = program;
        process = new ProcessBuilder(command)
                .redirectError(Redirect.appendTo(errors.toFile()))
                .start();
        RUNNING.add(this);
        in = process.inputReader();
        out = process.outputWriter();
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
    void kill() {
        process.destroyForcibly();
        RUNNING.remove(this);
        try {
            process.waitFor();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void freeze() throws IOException {
        signal("STOP");
    }

    void thaw() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .redirectErrorStream(true)
                .start();
        try {
            if (kill.waitFor() != 0) {
                throw new IOException("kill -" + name + " failed: " + kill.inputReader().readLine());
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
