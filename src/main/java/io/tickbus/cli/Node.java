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
 * A Vert.x instance that shuts down in order, however the command ends: by itself, by a failure, by Ctrl-C or by
 * SIGTERM. Closing undeploys every verticle, children first. Thread-safe.
 */
final class Node implements AutoCloseable {
    /** Limit for the shutdown when the JVM ends, in ms. */
    private static final int CLOSE_MS_MAX = 4_000;
    /**
     * Limit for the shutdown when the node leaves its cluster to join it again, in ms. Leaving can wait for other
     * nodes.
     */
    private static final int LEAVE_MS_MAX = 10_000;
    /** Limit for a deployment in progress before the shutdown, in ms. */
    private static final int DEPLOY_MS_MAX = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    /** Limit for a q thread to end after its verticle is undeployed, in ms. */
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
     * Logs an unhandled exception. If no thread could be started, it ends the JVM, because the work of that thread
     * would be missing.
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
     * Returns whether Vert.x failed to close a connection in order, because its peer was gone: the close frame is written, the write
     * fails, and the promise of the close is completed twice (Vert.x 5.1.6). The connection is closed all the same.
     */
    static boolean isBrokenConnection(Throwable failure) {
        return failure instanceof IllegalStateException
                && "Promise already completed".equals(failure.getMessage())
                && Arrays.stream(failure.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals("io.vertx.core.net.impl.VertxConnection")
                                && frame.getMethodName().equals("writeClose"));
    }

    /** Sets an action that runs before the shutdown. */
    void beforeClose(Runnable action) {
        beforeClose = action;
    }

    Vertx vertx() {
        return vertx;
    }

    /** Waits until the JVM ends. A signal has started the shutdown hook, and the exit code is the signal's. */
    static void awaitSignal() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /** Waits for a future that never fails. If the JVM is ending, it does not return. */
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

    /** Returns whether a signal is ending the JVM. Failures from then on are consequences of the shutdown. */
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
     * Waits for a result.
     *
     * @param timeoutMs limit in ms
     * @param exitCode the exit code of a failure
     * @param what the beginning of a failure's message, or empty
     * @throws CommandFailure if the future fails or is late
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
     * Starts a deployment, for which the shutdown waits: Vert.x cannot undeploy a verticle that is starting. When the
     * shutdown has begun, nothing is deployed and this method does not return.
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
            // the caller of deploy reports it
        }
    }

    /** Closes Vert.x once. A second caller, such as the shutdown hook, waits for the first. */
    private void closeOnce() {
        synchronized (closing) {
            if (!closed) {
                closed = true;
                closeVertx();
            }
        }
    }

    /** Returns whether the shutdown has completed in time. */
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
     * Undeploys everything, and completes after one more turn of the node's context. That turn lets the command's
     * consumers receive the last messages of the verticles. Vert.x would otherwise log a discarded message now and
     * then.
     */
    private Future<Void> undeployAll() {
        Promise<Void> turn = Promise.promise();
        // Undeploys the roots only, because each root undeploys its children first. Undeploying by id would use any
        // order.
        Future<Void> undeployed = ((VertxInternal) vertx).deploymentManager().undeployAll();
        undeployed.onComplete(all -> context.runOnContext(now -> turn.complete()));
        return turn.future();
    }

    /** Returns the q threads that still run. Virtual threads are not included, because the JVM does not list them. */
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

    /** Shuts down and waits for the end. */
    @Override
    public void close() {
        closeOnce();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException jvmEnding) {
            // the hook finds that the shutdown is done
        }
    }
}
