package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Checks that the operating system gives this process enough threads. Before a command starts Vert.x, this class starts
 * and ends as many threads as the command needs. While the command runs, a watching thread starts a probe thread every
 * 500 ms. If a probe does not start, this class ends the JVM. Without a free thread, even SIGTERM could not end the
 * JVM.
 */
final class ThreadSupply implements AutoCloseable {
    /**
     * Number of threads that a node without subscribers needs, not counting the threads of the JVM. Most of the node's
     * threads are Vert.x worker threads.
     */
    static final int NODE_THREADS = 36 + 2 * Runtime.getRuntime().availableProcessors();
    /**
     * Number of threads that a cluster node without subscribers needs. Hazelcast has its own threads. Each call that
     * waits for another node needs one more thread.
     */
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
     * Starts the given number of threads, ends them when all have started, and starts the watching thread.
     *
     * @param threads number of threads that the command needs
     * @throws CommandFailure if the system refuses one of the threads
     */
    static ThreadSupply require(int threads) throws CommandFailure {
        return require(threads, action -> new Thread(action, PROBE), ThreadSupply::exit);
    }

    /**
     * Like {@link #require(int)}, but the caller creates the threads and handles a failed probe.
     *
     * @param probes creates a thread without starting it
     * @param noneLeft called on the watching thread when a probe does not start; the watching thread then ends
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

    /** Prints one line and ends the JVM at once, because an orderly shutdown would need threads. */
    static void exit(OutOfMemoryError none) {
        System.err.println(
                "tickbus: the system gives this process no more threads (" + none.getMessage() + "): " + ADVICE);
        Runtime.getRuntime().halt(ExitCode.NO_MEMORY);
    }

    /** Ends the watching thread. */
    @Override
    public void close() {
        watch.interrupt();
    }
}
