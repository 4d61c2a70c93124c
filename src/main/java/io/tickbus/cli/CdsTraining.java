package io.tickbus.cli;

import io.tickbus.cli.console.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The training run that creates a class data sharing (CDS) archive. A JVM starts faster with the archive. The image
 * build and {@code scripts/tickbus} run this class with {@code -XX:ArchiveClassesAtExit}. The training runs a whole
 * pipeline until the tables have rows, and then the command {@code status}. The pipeline uses free ports, forms a
 * cluster of one node, and stores no rows on disk.
 */
public final class CdsTraining {
    private static final int ROWS_SECONDS_MAX = 60;
    private static final Pattern ROWS = Pattern.compile("rows [1-9]");

    private CdsTraining() {}

    /** Runs the training and ends the JVM. The exit code is 0 if the training succeeded. */
    public static void main(String... args) throws IOException, InterruptedException {
        System.exit(isDone() ? ExitCode.OK : ExitCode.FAILED);
    }

    private static boolean isDone() throws IOException, InterruptedException {
        Path conf = Files.createTempFile("tickbus", ".yaml");
        try {
            Files.writeString(conf, configuration());
            CountDownLatch rows = new CountDownLatch(1);
            Thread pipeline = new Thread(
                    () -> Main.run(watched(rows), silence(), "run", "--cluster", "--conf", conf.toString()),
                    "tickbus-rehearsal");
            pipeline.setDaemon(true);
            pipeline.start();
            if (!rows.await(ROWS_SECONDS_MAX, TimeUnit.SECONDS)) {
                return false;
            }
            return Main.run(silence(), silence(), "status", "--conf", conf.toString()) == ExitCode.OK;
        } finally {
            Files.delete(conf);
        }
    }

    /** Returns a writer that counts the latch down when a status line shows rows. */
    private static PrintWriter watched(CountDownLatch rows) {
        return new PrintWriter(Writer.nullWriter()) {
            @Override
            public void println(String line) {
                if (ROWS.matcher(line).lookingAt()) {
                    rows.countDown();
                }
            }
        };
    }

    /** Returns a configuration that runs all roles on free ports. */
    static String configuration() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = free.getLocalPort();
            return """
                tickerplant: {port: 0}
                subscribers: [{name: main}]
                tables: {quote: {keys: [sym]}}
                gateway: {port: 0}
                web: {port: 0}
                cluster: {port: %d, members: ["127.0.0.1:%d"]}
                status: {everyMs: 100}
                """.formatted(port, port);
        }
    }

    private static PrintWriter silence() {
        return new PrintWriter(Writer.nullWriter());
    }
}
