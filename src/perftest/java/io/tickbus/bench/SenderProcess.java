package io.tickbus.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.Arrays;

/** The process of the sender. The measuring process controls it. */
final class SenderProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader in;
    private final BufferedWriter out;
    private final int port;

    SenderProcess() throws IOException {
        String java = System.getProperty("java.home") + "/bin/java";
        process = new ProcessBuilder(
                        java, "-Xmx1g", "-cp", System.getProperty("java.class.path"), Sender.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        in = process.inputReader();
        out = process.outputWriter();
        port = Integer.parseInt(expect("port").substring(5));
    }

    int port() {
        return port;
    }

    void prepare(Order order) throws IOException {
        say(order.toString());
    }

    void awaitReady() throws IOException {
        expect("ready");
    }

    void go() throws IOException {
        say("go");
        expect("sending");
    }

    /** Waits for the end of sending. Returns the number of messages on each connection. */
    long[] awaitSent() throws IOException {
        return Arrays.stream(expect("sent ").substring(5).split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /** Returns the delays of an order with a rate. Call this after {@link #awaitSent}. */
    Lateness awaitLateness() throws IOException {
        return Lateness.parse(expect("late ").substring(5));
    }

    /** Tells the sender that the receiver will close, and waits until the sender knows it. */
    void done() throws IOException {
        say("done");
        expect("closed");
    }

    private void say(String line) throws IOException {
        out.write(line);
        out.newLine();
        out.flush();
    }

    private String expect(String start) throws IOException {
        String line = in.readLine();
        if (line == null || !line.startsWith(start)) {
            throw new IOException("the sender says " + line + ", not " + start);
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
