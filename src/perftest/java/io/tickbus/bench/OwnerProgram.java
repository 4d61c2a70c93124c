package io.tickbus.bench;

import io.tickbus.cluster.Clusters;
import io.tickbus.config.ClusterConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.event.QCodec;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The program of the node that owns the tables. It reads orders from standard input: {@code table}, {@code await
 * ROWS}, {@code check ROWS CHECKSUM}, {@code end} and {@code cpu}. It also counts the bytes that arrive at the
 * address {@link #BYTES}, and replies to an empty Buffer with their number.
 */
public final class OwnerProgram {
    static final String BYTES = "tickbus.bench.bytes.append"; // the address is as long as that of a table

    private final Vertx vertx;
    private final CheckedTable table;
    private final PrintStream out = System.out;
    private String deployment = "";
    private long bytes;

    private OwnerProgram(Vertx vertx) {
        this.vertx = vertx;
        this.table = new CheckedTable(vertx, "trade");
    }

    /**
     * Returns the settings of a node of a cluster of two.
     *
     * @param port the port of the first node
     */
    static ClusterConfig cluster(int port) {
        return ClusterConfig.of(Map.of("port", port, "members", List.of("127.0.0.1:" + port)), Map.of());
    }

    /**
     * Serves until standard input ends.
     *
     * @param args the port of the cluster's first node
     */
    public static void main(String... args) throws IOException {
        Vertx vertx = Clusters.join(cluster(Integer.parseInt(args[0])), QCodec.WIRE_VERSION)
                .await();
        OwnerProgram program = new OwnerProgram(vertx);
        program.countBytes();
        program.out.println("joined");
        try {
            program.serve();
        } catch (IOException | RuntimeException failure) {
            System.err.println("the owner: " + failure);
            System.exit(1);
        }
        System.exit(0);
    }

    private void countBytes() {
        vertx.eventBus()
                .<Buffer>consumer(BYTES, message -> {
                    bytes += message.body().length();
                    if (message.replyAddress() != null) {
                        message.reply(bytes);
                    }
                })
                .completion()
                .await();
    }

    private void serve() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Scanner words = new Scanner(line);
            switch (words.next()) {
                case "table" -> deployment = vertx.deployVerticle(new TableVerticle(StoreConfig.of(Map.of())))
                        .await();
                case "await" -> awaitRows(words.nextLong());
                case "check" -> table.check(words.nextLong(), words.nextLong());
                case "end" -> {
                    vertx.undeploy(deployment).await();
                    System.gc();
                }
                case "cpu" -> {}
                default -> throw new IOException("unknown: " + line);
            }
            out.println("cpu " + ProcessCpu.nanos());
        }
    }

    private void awaitRows(long expected) throws IOException {
        long giveUp = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (table.rows() < expected) {
            if (System.nanoTime() > giveUp) {
                throw new IOException(table.rows() + " of " + expected + " rows after a minute");
            }
            LockSupport.parkNanos(200_000);
        }
    }
}
