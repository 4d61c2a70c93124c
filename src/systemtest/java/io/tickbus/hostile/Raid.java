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

/** One attack under way: its connections, which end with it or when its time is up, and what it got. Thread-safe. */
final class Raid implements AutoCloseable {
    /** An attack that is kept waiting longer has all its connections closed. */
    static final int SECONDS_MAX = 60;
    /** A gateway checks some twenty passwords a second: what takes many logins is done less often where there are users. */
    private static final int LOGINS_PART = 20;

    private static final int VIOLATIONS_MAX = 5;

    private final Door door;
    private final int connections;
    private final Tally tally = new Tally();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Queue<Intruder> open = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean isOver;

    /** What one of many attackers does; {@code number} counts from 0. */
    @FunctionalInterface
    interface Step {
        void run(int number) throws IOException, InterruptedException;
    }

    /**
     * @param connections of a flood
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it runs, or the raid is over
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

    /** The same random numbers for the same attacker in every run. */
    static Random random(int number) {
        return new Random(number);
    }

    void got(String what) {
        tally.add(what);
    }

    /** Notes that the server did what it must never do. */
    void violation(String what) {
        if (violations.size() < VIOLATIONS_MAX) {
            violations.add(what);
        }
    }

    /** Returns what the server must never do and did; empty if nothing. */
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

    /** So many, or fewer where each has to log in and that takes time. */
    int logins(int count) {
        return door.hasUsers() ? Math.max(1, count / LOGINS_PART) : count;
    }

    /** Connects below TLS and says nothing. */
    Intruder tcp() throws IOException {
        Socket tcp = door.tcp();
        return opened(new Intruder(tcp, tcp));
    }

    /** Connects; no more is said than TLS says. */
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

    /** Connects and is let in. */
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

    /** Has so many steps done, some at the same time, and waits for them; who is not let in or cut off got that. */
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

    /** Whether its time is up. */
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
