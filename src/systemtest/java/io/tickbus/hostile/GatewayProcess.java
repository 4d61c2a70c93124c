package io.tickbus.hostile;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.tickbus.chaos.ChildProcess;
import io.tickbus.chaos.TickbusProgram;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A process of {@code scripts/tickbus run}, and measurements of it. Linux only. */
final class GatewayProcess implements AutoCloseable {
    private static final Pattern GATEWAY_LISTENS = Pattern.compile("gateway listens address=\".*:([0-9]+)\"");
    private static final Pattern WEB_LISTENS = Pattern.compile("web listens address=\".*:([0-9]+)\"");
    /** Matches the lines about what users do, which an attack may leave. Refusals count. */
    private static final Pattern AUDIT = Pattern.compile("io\\.tickbus\\.audit (?!refused)");
    private static final Pattern RSS = Pattern.compile("^VmRSS:\\s+([0-9]+) kB", Pattern.MULTILINE);
    private static final String STATUS = "rows ";
    private static final int START_MS_MAX = 60_000;
    private static final int END_MS_MAX = 10_000;
    private static final int POLL_MS = 50;
    private static final int PEAK_EVERY_MS = 100;

    private final Path log;
    private final ChildProcess process;
    private final JMXConnector management;
    private final MemoryMXBean memory;
    private final int port;
    private final int webPort;
    private final Thread watch = new Thread(this::watch, "memory");
    private volatile long rssMbPeak;

    /**
     * Starts the process, and waits until it listens.
     *
     * @param heap the limit of the heap, in the form of {@code -Xmx}
     * @param dir the directory for the configuration and the log
     */
    GatewayProcess(JsonObject config, String heap, Path dir) throws IOException, InterruptedException {
        Path conf = dir.resolve("conf.yaml");
        log = dir.resolve("gateway.log");
        Files.writeString(conf, config.encodePrettily()); // JSON is valid YAML
        process = ChildProcess.logged(
                TickbusProgram.class,
                List.of("@scripts/jvm.options", "-Xmx" + heap),
                List.of("run", "--conf", conf.toString()),
                log);
        port = awaitPort(GATEWAY_LISTENS);
        webPort = config.containsKey("web") ? awaitPort(WEB_LISTENS) : 0;
        management = manage();
        MBeanServerConnection beans = management.getMBeanServerConnection();
        memory = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        watch.setDaemon(true);
        watch.start();
    }

    private int awaitPort(Pattern line) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + START_MS_MAX * 1_000_000L;
        while (process.isAlive() && System.nanoTime() < endNs) {
            var listens = line.matcher(Files.readString(log));
            if (listens.find()) {
                return Integer.parseInt(listens.group(1));
            }
            Thread.sleep(POLL_MS);
        }
        throw new IOException("the gateway does not listen: " + Files.readString(log));
    }

    @SuppressWarnings("BanJNDI") // the address is that of a process that this program has started
    private JMXConnector manage() throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
            try {
                return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    private void watch() {
        try {
            while (isAlive()) {
                rssMbPeak = Math.max(rssMbPeak, rssMb());
                Thread.sleep(PEAK_EVERY_MS);
            }
        } catch (IOException | InterruptedException gone) {
            // the process has ended
        }
    }

    int port() {
        return port;
    }

    /** Returns the port of the web server; 0 if there is none. */
    int webPort() {
        return webPort;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    private long rssMb() throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
        return RSS.matcher(status)
                .results()
                .map(MatchResult::group)
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    /** Returns the largest memory of the process since the last call, in MB. */
    long takeRssMbPeak() {
        long peak = rssMbPeak;
        rssMbPeak = 0;
        return peak;
    }

    /**
     * Runs a garbage collection in the process, which pauses all its threads. Returns the used heap afterwards, in
     * MB.
     */
    long heapMbAfterCollection() {
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed() >> 20;
    }

    /** Returns the number of open sockets of the process, including the listening ones. */
    int sockets() throws IOException {
        int count = 0;
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                count += isSocket(file) ? 1 : 0;
            }
        }
        return count;
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /** Returns the number of lines in the log. */
    int logLines() throws IOException {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            return (int) lines.filter(line ->
                            !line.startsWith(STATUS) && !AUDIT.matcher(line).find())
                    .count();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            management.close();
        } catch (IOException gone) {
            // the connection has ended with the process
        }
        if (!process.terminate(END_MS_MAX)) {
            throw new IOException("the gateway did not end within " + END_MS_MAX + " ms");
        }
    }
}
