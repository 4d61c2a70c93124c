package io.tickbus;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** The open consumers, streams, producers or handlers of one {@link Tickbus}. Thread-safe. */
final class OpenClients {
    /** The longest wait of {@link #close}, in ms. It is limited because the future of a handler may never complete. */
    private static final int CLOSE_MS_MAX = 10_000;

    private final Set<Supplier<Future<Void>>> open = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /**
     * Creates a client. {@link #close} closes the client unless it has already ended.
     *
     * @param close closes the client
     * @param finish returns a future that completes when the client has ended
     * @throws IllegalStateException if {@link #close} was called
     */
    synchronized <T> T add(Supplier<T> create, Function<T, Future<Void>> close, Function<T, Future<Void>> finish) {
        if (closed) {
            throw new IllegalStateException("this Tickbus is closed");
        }
        T client = create.get();
        Supplier<Future<Void>> closing = () -> close.apply(client);
        open.add(closing);
        finish.apply(client).onComplete(ended -> open.remove(closing));
        return client;
    }

    /** Closes all clients. The future succeeds when they have ended, or after {@link #CLOSE_MS_MAX}. It never fails. */
    Future<Void> close() {
        List<Supplier<Future<Void>>> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(open);
        }
        return Future.join(all.stream().map(Supplier::get).toList())
                .timeout(CLOSE_MS_MAX, TimeUnit.MILLISECONDS)
                .transform(ended -> Future.succeededFuture());
    }
}
