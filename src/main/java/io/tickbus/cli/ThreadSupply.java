package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Checks that the system lets this process start enough threads. A command that starts Vert.x first starts and ends as
 * many threads as it will need. While it runs, a watching thread starts a probe every 500 ms. If that fails, the JVM
 * ends, because other threads would be missing too and even SIGTERM needs a thread.
 */
final class ThreadSupply implements AutoCloseable {
    /**
     * Threads of a node without subscribers and without the threads of the JVM's start. Most of them are Vert.x's
     * workers.
     */
    static final int NODE_THREADS = 36 + 2 * Runtime.getRuntime().availableProcessors();
    /**
     * Threads of a node in a cluster. Hazelcast has its own threads, and each call that waits for another node adds
     * one.
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
     * Starts a number of threads at the same time, ends them, and begins to watch.
     *
     * @param threads number of threads
     * @throws CommandFailure if the system refuses one of them
     */
    static ThreadSupply require(int threads) throws CommandFailure {
        return require(threads, action -> new Thread(action, PROBE), ThreadSupply::exit);
    }

    /**
     * Like {@link #require(int)}, with its own threads and reaction.
     *
     * @param probes creates a thread that is not started
     * @param noneLeft called on the watching thread, which then ends
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

    /** Prints one line and ends the JVM. An orderly shutdown would need threads. */
    static void exit(OutOfMemoryError none) {
        System.err.println(
                "tickbus: the system gives this process no more threads (" + none.getMessage() + "): " + ADVICE);
        Runtime.getRuntime().halt(ExitCode.NO_MEMORY);
    }

    /** Stops watching. */
    @Override
    public void close() {
        watch.interrupt();
    }
}
