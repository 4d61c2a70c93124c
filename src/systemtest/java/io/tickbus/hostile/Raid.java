package io.tickbus.hostile;

import java.io.IOException;
import java.net.Socket;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A running attack: its connections and its results. The connections close at its end, or after {@link #SECONDS_MAX}.
 * Thread-safe.
 */
final class Raid implements AutoCloseable {
    /** Limit of the duration of an attack, in s. Afterwards all its connections are closed. */
    static final int SECONDS_MAX = 60;
    /** A server checks some 20 passwords a second. With users, an attack makes this fraction of its logins. */
    private static final int LOGINS_PART = 20;

    private static final int VIOLATIONS_MAX = 5;

    private final Door door;
    private final int connections;
    private final Tally tally = new Tally();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Queue<Intruder> open = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean isOver;

    /** The action of one attacker, which has a number from 0. */
    @FunctionalInterface
    interface Step {
        void run(int number) throws IOException, InterruptedException;
    }

    /** @param connections the number of connections of a flood */
    @SuppressWarnings("FutureReturnValueIgnored") // the task runs unless the raid has ended
    Raid(Door door, int connections) {
        this.door = door;
        this.connections = connections;
        timer.schedule(this::end, SECONDS_MAX, TimeUnit.SECONDS);
    }

    Door door() {
        return door;
    }

    int connections() {
        return connections;
    }

    /** Returns a random generator with a seed of its own for each attacker. */
    static Random random(int number) {
        return new Random(number);
    }

    void got(String what) {
        tally.add(what);
    }

    /** Records that the server did something that it must never do. */
    void violation(String what) {
        if (violations.size() < VIOLATIONS_MAX) {
            violations.add(what);
        }
    }

    /** Returns the recorded violations; empty if there are none. */
    String violations() {
        return String.join("; ", violations);
    }

    int attempts() {
        return tally.total();
    }

    int refused() {
        return tally.refused();
    }

    String got() {
        return tally.toString();
    }

    /** Returns a number of logins that the server can check in time. */
    int logins(int count) {
        return door.hasUsers() ? Math.max(1, count / LOGINS_PART) : count;
    }

    /** Connects without TLS, and sends nothing. */
    Intruder tcp() throws IOException {
        Socket tcp = door.tcp();
        return opened(new Intruder(tcp, tcp));
    }

    /** Connects, with TLS if the server uses it, and sends nothing else. */
    Intruder connect(String... protocols) throws IOException {
        Socket tcp = door.tcp();
        try {
            return opened(new Intruder(tcp, door.secured(tcp, protocols)));
        } catch (IOException refused) {
            tcp.close();
            throw refused;
        }
    }

    private Intruder opened(Intruder intruder) {
        open.add(intruder);
        if (isOver) {
            intruder.close();
        }
        return intruder;
    }

    /** Connects and logs in. */
    Intruder enter() throws IOException {
        Intruder intruder = connect();
        String entry = intruder.logIn(Door.BAD, door.password());
        if (!entry.equals("let in")) {
            throw new IOException("not let in");
        }
        return intruder;
    }

    void close(Intruder intruder) {
        intruder.close();
        open.remove(intruder);
    }

    /**
     * Runs steps on several threads, and waits for them. A refused login or a closed connection is a result of its
     * step.
     *
     * @param count the number of steps
     * @param atOnce the number of threads
     */
    void each(int count, int atOnce, Step step) throws InterruptedException {
        ExecutorService crowd = Executors.newFixedThreadPool(atOnce);
        AtomicInteger next = new AtomicInteger();
        for (int i = 0; i < atOnce; i++) {
            crowd.execute(() -> {
                for (int number = next.getAndIncrement(); number < count && !isOver; number = next.getAndIncrement()) {
                    attempt(step, number);
                }
            });
        }
        crowd.shutdown();
        if (!crowd.awaitTermination(2L * SECONDS_MAX, TimeUnit.SECONDS)) {
            got("stuck");
        }
    }

    private void attempt(Step step, int number) {
        try {
            step.run(number);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (IOException cut) {
            got("not let in".equals(cut.getMessage()) ? "not let in" : Intruder.CLOSED);
        }
    }

    /** Returns whether the time of the attack is over. */
    boolean isOver() {
        return isOver;
    }

    private void end() {
        isOver = true;
        open.forEach(Intruder::close);
    }

    @Override
    public void close() {
        end();
        timer.shutdownNow();
    }
}
