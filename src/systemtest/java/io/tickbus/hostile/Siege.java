package io.tickbus.hostile;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** The gateway, the good client, and one attack after the other. */
final class Siege implements AutoCloseable {
    /** How long a gateway may take to let go of connections whose other end is gone. */
    private static final int LET_GO_MS_MAX = 15_000;

    private static final int POLL_MS = 50;

    private final GatewayProcess gateway;
    private final Door door;
    private final GoodClient client;
    private final int connections;
    private final int socketsBefore;

    /**
     * @param conversations opens the connections of the good client
     * @param attackers for the attackers
     * @param connections of a flood
     */
    Siege(GatewayProcess gateway, Conversation.Opener conversations, Door attackers, int connections) throws IOException, InterruptedException {
        this.gateway = gateway;
        this.door = attackers;
        this.connections = connections;
        this.client = new GoodClient(conversations);
        client.take();
        for (int i = 0; i < 2; i++) { // the first one opens what stays open
            client.newcomerMs();
        }
        TimeUnit.MILLISECONDS.sleep(LET_GO_MS_MAX / 10);
        this.socketsBefore = gateway.sockets();
    }

    /** As an attack is, but nobody attacks. */
    Figures peace(int seconds) throws IOException, InterruptedException {
        return measure("none", raid -> TimeUnit.SECONDS.sleep(seconds));
    }

    Figures attack(Attack attack) throws IOException, InterruptedException {
        return measure(attack.toString(), attack::run);
    }

    private Figures measure(String name, Attack.Assault assault) throws IOException, InterruptedException {
        int linesBefore = gateway.logLines();
        gateway.takeRssMbPeak();
        client.take(); // so that a collection that was asked for is none of what follows
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
