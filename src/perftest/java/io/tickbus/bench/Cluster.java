package io.tickbus.bench;

import io.tickbus.replication.ReplicationCodecs;
import io.tickbus.bench.ClusterPath.Leg;
import io.tickbus.cluster.Clusters;
import io.tickbus.event.QCodec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the rows per second from a subscriber's node to the owner's node, and compares them with the plain
 * clustered bus.
 */
@Command(
        name = "bench cluster",
        mixinStandardHelpOptions = true,
        description = {
            "Measures rows a second from a subscriber's JVM to the JVM that owns the tables, beside the plain clustered bus.",
            "",
            "Two nodes on loopback. Paths: bus, one Buffer of the size of a batch between nodes, sent again and again and"
                    + " counted there; forward, each message of the sender's socket in a Buffer, as one would pass it on"
                    + " unseen; tickbus, subscriber, batches of so many rows, table, every row checked in the table at the"
                    + " end; gathered, the same with a subscriber's own settings, which put what has come together into one"
                    + " batch; replayed, its own settings too, with messages of so many rows out of a log that it reads,"
                    + " from the connecting on. All with the window of a subscriber and acknowledged as one is. The sender of forward,"
                    + " tickbus and gathered is a third process, whose time they pay for where there are no more than two"
                    + " cores; the others have none. They take turns, round by round; medians are printed.",
            ""
        })
public final class Cluster extends Benchmark {
    private static final List<Shape> SHAPES =
            List.of(new Shape("trade", 100, 1, false), new Shape("trade", 10_000, 1, false));
    private static final List<String> PATHS = List.of("bus", "forward", "tickbus", "gathered", "replayed");
    private static final List<String> TICKBUS = List.of("tickbus", "gathered", "replayed");
    private static final String HEADER = String.format(
            "%-16s %-10s %14s %9s %12s %12s %8s %8s",
            "rows a batch", "path", "rows/s", "MB/s", "CPU ns/row", "owner's", "/bus", "/forward");

    /** The figures of a path. The bytes are those of the batches. */
    private record Figures(
            int rowsPerBatch,
            String path,
            double rowsPerSecond,
            double mbPerSecond,
            double senderCpuNsPerRow,
            double ownerCpuNsPerRow)
            implements PathComparison.Figures {
        JsonObject toJson() {
            return JsonObject.of(
                    "rowsPerBatch", rowsPerBatch,
                    "path", path,
                    "rowsPerSecond", rowsPerSecond,
                    "mbPerSecond", mbPerSecond,
                    "senderCpuNsPerRow", senderCpuNsPerRow,
                    "ownerCpuNsPerRow", ownerCpuNsPerRow);
        }
    }

    @Option(names = "--batch", description = "Only so many rows a batch: 100, 10000.")
    private @Nullable Integer batch;

    @Option(names = "--path", description = "Only this path: bus, forward, tickbus, gathered, replayed.")
    private @Nullable String path;

    @Option(
            names = "--seconds",
            defaultValue = "0.5",
            description = "Sending time of a round; default ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--rounds",
            defaultValue = "7",
            description = "Rounds that count; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "6",
            description = "Rounds before, which do not; default ${DEFAULT-VALUE}.")
    private int warmUpRounds;

    @Option(
            names = "--freeze",
            description = "Instead: stop the owner's process for so many seconds while rows come at full speed, in batches"
                    + " of --batch rows (any number), and say what the subscriber's JVM holds. Exits with 1 if that is"
                    + " more than the window and " + FrozenOwner.OVERHEAD_MB_MAX + " MB.")
    private double freezeSeconds;

    /** Runs the benchmark and prints its figures. */
    public static void main(String... args) {
        System.exit(new CommandLine(new Cluster()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        List<Shape> shapes = SHAPES.stream()
                .filter(shape -> batch == null || batch == shape.rowsPerMessage())
                .toList();
        if ((shapes.isEmpty() && freezeSeconds == 0) || (path != null && !PATHS.contains(path)) || seconds <= 0 || rounds < 1) {
            throw wrongOptions("--batch is 100 or 10000, --path one of " + PATHS + ", seconds and rounds above 0");
        }
        return freezeSeconds > 0 ? freeze() : compare(shapes);
    }

    private int freeze() throws Exception {
        int port = freePort();
        Vertx vertx =
                Clusters.join(OwnerProgram.cluster(port), QCodec.WIRE_VERSION).await();
        ReplicationCodecs.registerAll(vertx);
        try (OwnerProcess owner = new OwnerProcess(port);
                SenderProcess sender = new SenderProcess()) {
            FrozenOwner frozen = new FrozenOwner(new ClusterPaths(vertx, owner, sender), owner, sender);
            boolean bounded = frozen.run(batch == null ? 100 : batch, freezeSeconds, out);
            vertx.close().await();
            return bounded ? 0 : 1;
        }
    }

    private int compare(List<Shape> shapes) throws Exception {
        int port = freePort();
        Vertx vertx =
                Clusters.join(OwnerProgram.cluster(port), QCodec.WIRE_VERSION).await();
        ReplicationCodecs.registerAll(vertx);
        JsonArray all = new JsonArray();
        try (OwnerProcess owner = new OwnerProcess(port);
                SenderProcess sender = new SenderProcess()) {
            ClusterPaths paths = new ClusterPaths(vertx, owner, sender);
            out.printf("%s; window %,d rows%n%s%n", machine(), ClusterPaths.windowRows(), HEADER);
            for (Shape shape : shapes) {
                List<Figures> medians = measure(paths, shape);
                print(medians);
                medians.forEach(figures -> all.add(figures.toJson()));
            }
            paths.closeLog();
            vertx.close().await();
        }
        writeJson(all);
        return 0;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private List<Figures> measure(ClusterPaths paths, Shape shape) throws Exception {
        Map<String, ClusterPath> ways = new LinkedHashMap<>();
        ways.put("bus", paths::bus);
        ways.put("forward", paths::forward);
        ways.put("tickbus", paths::tickbus);
        ways.put("gathered", paths::gathered);
        ways.put("replayed", paths::replayed);
        ways.keySet().removeIf(name -> path != null && !path.equals(name));
        int bytes = paths.batchBytes(shape);
        return PathComparison.medians(
                ways,
                warmUpRounds,
                rounds,
                (name, way) -> {
                    System.gc();
                    Leg leg = way.round(shape, (int) Math.round(seconds * 1000));
                    return figures(shape, name, leg, bytes);
                },
                Figures::rowsPerSecond);
    }

    private static Figures figures(Shape shape, String path, Leg leg, int batchBytes) {
        double rowsPerSecond = leg.rows() / (leg.nanos() / 1e9);
        return new Figures(
                shape.rowsPerMessage(),
                path,
                rowsPerSecond,
                rowsPerSecond / shape.rowsPerMessage() * batchBytes / 1e6,
                (double) leg.senderCpuNanos() / leg.rows(),
                (double) leg.ownerCpuNanos() / leg.rows());
    }

    private void print(List<Figures> medians) {
        for (Figures one : medians) {
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%-16d %-10s %,14.0f %,9.0f %,12.1f %,12.1f",
                    one.rowsPerBatch(),
                    one.path(),
                    one.rowsPerSecond(),
                    one.mbPerSecond(),
                    one.senderCpuNsPerRow(),
                    one.ownerCpuNsPerRow()));
            if (TICKBUS.contains(one.path())) {
                line.append(PathComparison.ratios(one, medians, List.of("bus", "forward")));
            }
            out.println(line);
        }
    }
}
