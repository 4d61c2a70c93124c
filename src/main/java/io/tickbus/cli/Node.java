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
 * A Vert.x that ends in order whatever ends the command: its own end, a failure, Ctrl-C or SIGTERM. Closing it undeploys every
 * verticle, children first.
 */
final class Node implements AutoCloseable {
    /** Until a JVM that is told to end does, whatever hangs. */
    private static final int CLOSE_MS_MAX = 4_000;
    /** Until a node that leaves its cluster to join it anew has, which may hang on other nodes for longer. */
    private static final int LEAVE_MS_MAX = 10_000;
    /** Before that, for a deployment that is under way. */
    private static final int DEPLOY_MS_MAX = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    /** Between a q thread's last word, which Vert.x has heard by then, and its end. */
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

    /** Ends the JVM when no thread could be started: what was to run on it never will. */
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

    /** Has something run first, whatever ends the command. */
    void beforeClose(Runnable action) {
        beforeClose = action;
    }

    Vertx vertx() {
        return vertx;
    }

    /** Waits until the JVM is told to end; the shutdown hook has the word then, and the exit code is the signal's. */
    static void awaitSignal() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /** Waits for something that never fails, or for the JVM to be told to end, and then does not return. */
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

    /** True from the moment that a signal ends the JVM: what fails from then on fails because of it. */
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
     * @throws CommandFailure with the exit code and what went wrong
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
     * Starts a deployment, which the end waits for: Vert.x stumbles over what is undeployed while it starts. When the end
     * has begun nothing is deployed any more, and this does not return.
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
            // whoever deployed it tells
        }
    }

    /** Whoever comes second, such as a signal to a command that is closing, waits for the first. */
    private void closeOnce() {
        synchronized (closing) {
            if (!closed) {
                closed = true;
                closeVertx();
            }
        }
    }

    /** Whether all of it has ended in time, when it is closed. */
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
     * What the verticles said last is on its way to the command's own consumers, which live on the context of the thread
     * that made this node: a turn of it lets them hear it. Closing at once would warn of a discarded message, now and then.
     */
    private Future<Void> undeployAll() {
        Promise<Void> turn = Promise.promise();
        // The roots only: each ends its children first, while undeploying all by id would end them in any order.
        Future<Void> undeployed = ((VertxInternal) vertx).deploymentManager().undeployAll();
        undeployed.onComplete(all -> context.runOnContext(now -> turn.complete()));
        return turn.future();
    }

    /** Platform threads only: the JVM does not list virtual ones. */
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

    /** Ends everything, and waits for it. */
    @Override
    public void close() {
        closeOnce();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException jvmEnding) {
            // the hook finds that it is done
        }
    }
}
