package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.subscriber.SubscriberVerticle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Vert.x instance with an orderly shutdown. All commands that need Vert.x use this class. The shutdown begins when
 * the command ends or fails, or after Ctrl-C or SIGTERM. The shutdown undeploys every verticle, children before
 * parents. Thread-safe.
 */
final class Node implements AutoCloseable {
    /** Time limit for the shutdown when the JVM ends, in ms. */
    private static final int CLOSE_MS_MAX = 4_000;
    /**
     * Time limit for the shutdown when the node leaves its cluster to join again, in ms. This limit is longer than
     * {@link #CLOSE_MS_MAX}, because leaving can wait for other nodes.
     */
    private static final int LEAVE_MS_MAX = 10_000;
    /** Longest time that the shutdown waits for a deployment in progress, in ms. */
    private static final int DEPLOY_MS_MAX = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    /** Longest time that the shutdown waits for each q thread, in ms. */
    private static final int THREAD_END_MS_MAX = 100;

    private final Vertx vertx;
    private final Context context;
    private final Thread hook = new Thread(this::closeOnce, "tickbus-shutdown");
    private final Object closing = new Object();
    private boolean closed;
    private boolean inOrder;
    private Future<?> deploying = Future.succeededFuture();
    private boolean ending;
    private volatile Runnable beforeClose = () -> {};

    Node(Vertx vertx) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        vertx.exceptionHandler(Node::unhandled);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Logs an unhandled exception. If the system refused to start a thread, this method ends the JVM. Without that
     * thread, a part of the program would not run.
     */
    private static void unhandled(Throwable failure) {
        if (failure instanceof OutOfMemoryError none) {
            ThreadSupply.exit(none);
        }
        if (isBrokenConnection(failure)) {
            LOG.atDebug().setCause(failure).log("a connection broke while it was closed");
            return;
        }
        LOG.atError().setCause(failure).log("unhandled exception");
    }

    /**
     * Returns whether an exception comes from a known fault of Vert.x 5.1.6. If the peer is gone, Vert.x fails to write
     * the close frame. Vert.x then completes the promise of the close twice. The connection is closed correctly.
     */
    static boolean isBrokenConnection(Throwable failure) {
        return failure instanceof IllegalStateException
                && "Promise already completed".equals(failure.getMessage())
                && Arrays.stream(failure.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals("io.vertx.core.net.impl.VertxConnection")
                                && frame.getMethodName().equals("writeClose"));
    }

    void beforeClose(Runnable action) {
        beforeClose = action;
    }

    Vertx vertx() {
        return vertx;
    }

    /** Blocks until a signal has ended the JVM. The signal starts the shutdown and determines the exit code. */
    static void awaitSignal() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /** Waits for a future that never fails. If the JVM is ending, the method does not return. */
    static <T> T awaitOrSignal(Future<T> future) throws InterruptedException {
        try {
            T result = future.toCompletionStage().toCompletableFuture().get();
            if (isJvmEnding()) {
                awaitSignal();
            }
            return result;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    /** Returns whether a signal is ending the JVM. Failures after the signal are consequences of the shutdown. */
    static boolean isJvmEnding() {
        Thread probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException ending) {
            return true;
        }
    }

    /**
     * Waits for the result of a future.
     *
     * @param timeoutMs time limit in ms
     * @param exitCode the exit code of the command if the future fails
     * @param what the beginning of the failure message, or empty
     * @throws CommandFailure if the future fails or does not complete in time
     */
    static <T> T await(Future<T> future, long timeoutMs, int exitCode, String what)
            throws CommandFailure, InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            if (cause instanceof OutOfMemoryError none) {
                ThreadSupply.exit(none);
            }
            String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
            throw new CommandFailure(exitCode, what.isEmpty() ? reason : what + ": " + reason);
        } catch (TimeoutException late) {
            throw new CommandFailure(exitCode, (what.isEmpty() ? "" : what + ": ") + "not within " + timeoutMs + " ms");
        }
    }

    /**
     * Starts a deployment. The shutdown waits for a deployment in progress, because Vert.x cannot undeploy a verticle
     * that is starting. After the shutdown has begun, the method deploys nothing and blocks until the JVM ends.
     */
    <T> Future<T> deploy(Supplier<Future<T>> deployment) throws InterruptedException {
        synchronized (this) {
            if (!ending) {
                Future<T> started = deployment.get();
                deploying = started;
                return started;
            }
        }
        awaitSignal();
        throw new IllegalStateException("deployed after the end");
    }

    private void awaitDeployed() throws InterruptedException {
        Future<?> last;
        synchronized (this) {
            ending = true;
            last = deploying;
        }
        try {
            last.toCompletionStage().toCompletableFuture().get(DEPLOY_MS_MAX, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException notUp) {
            // The caller of deploy reports the failure.
        }
    }

    /** Closes Vert.x once. A second caller, such as the shutdown hook, waits until the first caller has finished. */
    private void closeOnce() {
        synchronized (closing) {
            if (!closed) {
                closed = true;
                closeVertx();
            }
        }
    }

    /** Returns whether the shutdown has completed within its time limit. */
    boolean hasEnded() {
        synchronized (closing) {
            return inOrder;
        }
    }

    private void closeVertx() {
        beforeClose.run();
        int limitMs = isJvmEnding() ? CLOSE_MS_MAX : LEAVE_MS_MAX;
        try {
            awaitDeployed();
            undeployAll()
                    .compose(undeployed -> vertx.close())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(limitMs, TimeUnit.MILLISECONDS);
            List<String> running = qThreads();
            inOrder = true;
            if (running.isEmpty()) {
                LOG.info("ended in order, every q thread ended");
            } else {
                LOG.atWarn().addKeyValue("threads", running).log("q threads still run");
            }
        } catch (ExecutionException failed) {
            LOG.atWarn().addKeyValue("reason", failed.getCause()).log("not everything ended in order");
        } catch (TimeoutException late) {
            LOG.atWarn().addKeyValue("limitMs", limitMs).log("not everything ended in time");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Undeploys all verticles. The result completes after the command's consumers have received the last messages of
     * the verticles. If Vert.x closed earlier, it would sometimes log a discarded message.
     */
    private Future<Void> undeployAll() {
        Promise<Void> turn = Promise.promise();
        // The deployment manager undeploys the children of a verticle before the verticle. Undeployment by id does not
        // keep this order.
        Future<Void> undeployed = ((VertxInternal) vertx).deploymentManager().undeployAll();
        undeployed.onComplete(all -> context.runOnContext(now -> turn.complete()));
        return turn.future();
    }

    /**
     * Returns the names of the q threads that still run. The result contains no virtual threads, because the JVM does
     * not list them.
     */
    private static List<String> qThreads() throws InterruptedException {
        List<String> running = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith(SubscriberVerticle.Q_THREAD_PREFIX)) {
                thread.join(THREAD_END_MS_MAX);
                if (thread.isAlive()) {
                    running.add(thread.getName());
                }
            }
        }
        return running;
    }

    /** Shuts down and waits until the shutdown has completed. */
    @Override
    public void close() {
        closeOnce();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException jvmEnding) {
            // The JVM is ending and runs the hook. The hook finds the node already closed.
        }
    }
}
