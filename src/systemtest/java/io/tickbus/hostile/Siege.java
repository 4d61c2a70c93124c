package io.tickbus.hostile;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** Runs one attack after the other on a server, and measures the good client. */
final class Siege implements AutoCloseable {
    /** Limit of the time in which the server closes the connections that attackers have closed, in ms. */
    private static final int LET_GO_MS_MAX = 15_000;

    private static final int POLL_MS = 50;

    private final GatewayProcess gateway;
    private final Door door;
    private final GoodClient client;
    private final int connections;
    private final int socketsBefore;

    /**
     * @param conversations opens the connections of the good client
     * @param attackers the address and the login of the attackers
     * @param connections the number of connections of a flood
     */
    Siege(GatewayProcess gateway, Conversation.Opener conversations, Door attackers, int connections) throws IOException, InterruptedException {
        this.gateway = gateway;
        this.door = attackers;
        this.connections = connections;
        this.client = new GoodClient(conversations);
        client.take();
        for (int i = 0; i < 2; i++) { // the first connection opens sockets that stay open
            client.newcomerMs();
        }
        TimeUnit.MILLISECONDS.sleep(LET_GO_MS_MAX / 10);
        this.socketsBefore = gateway.sockets();
    }

    /** Measures for some time without an attack. */
    Figures peace(int seconds) throws IOException, InterruptedException {
        return measure("none", raid -> TimeUnit.SECONDS.sleep(seconds));
    }

    Figures attack(Attack attack) throws IOException, InterruptedException {
        return measure(attack.toString(), attack::run);
    }

    private Figures measure(String name, Attack.Assault assault) throws IOException, InterruptedException {
        int linesBefore = gateway.logLines();
        gateway.takeRssMbPeak();
        client.take(); // the pause of the last garbage collection does not count for this attack
        long startNs = System.nanoTime();
        String got;
        String done;
        int attempts;
        int refused;
        try (Raid raid = new Raid(door, connections)) {
            assault.run(raid);
            attempts = raid.attempts();
            refused = raid.refused();
            done = raid.violations();
            got = raid.got() + (raid.isOver() ? ", and was ended after " + Raid.SECONDS_MAX + " s" : "");
        }
        double seconds = (System.nanoTime() - startNs) / 1e9;
        GoodClient.Answers answers = client.take();
        String failure = answers.failure().isEmpty() ? done : answers.failure();
        double newcomerMs = 0;
        try {
            newcomerMs = client.newcomerMs();
        } catch (IOException notAnswered) {
            failure = failure.isEmpty() ? "a new client was not answered: " + notAnswered.getMessage() : failure;
        }
        boolean isAlive = gateway.isAlive();
        return new Figures(
                name,
                attempts,
                refused,
                got,
                isAlive ? failure : "the gateway has ended",
                seconds,
                answers.asks(),
                answers.medianMs(),
                answers.worstMs(),
                newcomerMs,
                gateway.takeRssMbPeak(),
                isAlive ? gateway.heapMbAfterCollection() : 0,
                gateway.logLines() - linesBefore,
                isAlive ? socketsLeft() : 0,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private int socketsLeft() throws IOException, InterruptedException {
        long endNs = System.nanoTime() + LET_GO_MS_MAX * 1_000_000L;
        int left = gateway.sockets() - socketsBefore;
        while (left > 0 && System.nanoTime() < endNs) {
            Thread.sleep(POLL_MS);
            left = gateway.sockets() - socketsBefore;
        }
        return Math.max(0, left);
    }

    boolean isOver() {
        return !gateway.isAlive();
    }

    @Override
    public void close() {
        client.close();
    }
}
