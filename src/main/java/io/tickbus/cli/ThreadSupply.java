package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The threads that the system gives this process. A command that starts Vert.x asks for as many as that needs before it does. While it
 * runs, a thread of this class looks whether one more can be started, and ends the JVM when not: what fails then fails half way, and
 * even SIGTERM needs a thread to be handled.
 */
final class ThreadSupply implements AutoCloseable {
    /** Threads of a node, beside those that the JVM has at its start and those of subscribers: Vert.x's, most of them workers. */
    static final int NODE_THREADS = 36 + 2 * Runtime.getRuntime().availableProcessors();
    /** Threads of a node in a cluster: Hazelcast adds its own, and each call that waits for another node adds one. */
    static final int CLUSTER_NODE_THREADS = NODE_THREADS + 60;

    private static final String ADVICE =
            "raise the limit (ulimit -u, LimitNPROC, pids.max), or end other processes of this user";
    private static final int LOOK_MS = 500;
    private static final String PROBE = "tickbus-thread-probe";

    private final Function<Runnable, Thread> probes;
    private final Consumer<OutOfMemoryError> noneLeft;
    private final Thread watch = new Thread(this::inspect, "tickbus-threads");

    private ThreadSupply(Function<Runnable, Thread> probes, Consumer<OutOfMemoryError> noneLeft) {
        this.probes = probes;
        this.noneLeft = noneLeft;
        watch.setDaemon(true);
        watch.start();
    }

    /**
     * Starts so many threads, which end at once, and begins to look.
     *
     * @throws CommandFailure when the system does not give them
     */
    static ThreadSupply require(int threads) throws CommandFailure {
        return require(threads, action -> new Thread(action, PROBE), ThreadSupply::exit);
    }

    /**
     * Starts threads that a function makes, and begins to look.
     *
     * @param probes makes a thread that is to be started
     * @param noneLeft called by the thread that looks, which then ends
     */
    static ThreadSupply require(int threads, Function<Runnable, Thread> probes, Consumer<OutOfMemoryError> noneLeft)
            throws CommandFailure {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        int started = 0;
        try {
            for (; started < threads; started++) {
                probes.apply(end::join).start();
            }
            return new ThreadSupply(probes, noneLeft);
        } catch (OutOfMemoryError none) {
            throw new CommandFailure(
                    ExitCode.NO_MEMORY,
                    "the system gives this process " + started + " more threads, and " + threads + " are needed: "
                            + ADVICE);
        } finally {
            end.complete(true);
        }
    }

    private void inspect() {
        try {
            while (true) {
                Thread probe = probes.apply(() -> {});
                probe.start();
                probe.join();
                Thread.sleep(LOOK_MS);
            }
        } catch (OutOfMemoryError none) {
            noneLeft.accept(none);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the JVM in a line. An orderly end would need threads. */
    static void exit(OutOfMemoryError none) {
        System.err.println(
                "tickbus: the system gives this process no more threads (" + none.getMessage() + "): " + ADVICE);
        Runtime.getRuntime().halt(ExitCode.NO_MEMORY);
    }

    /** Looks no more. */
    @Override
    public void close() {
        watch.interrupt();
    }
}
