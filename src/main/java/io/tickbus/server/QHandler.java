package io.tickbus.server;

import io.tickbus.q.Value;
import io.vertx.core.Future;

/** What the application behind a {@link QServer} does. All calls come on the server's event loop. */
public interface QHandler {
    /**
     * Answers a request; for an async one the answer is dropped. Until a future completes, the connection's next request
     * waits, so that answers leave in the order of their requests.
     *
     * @return the answer; a {@link QError}, thrown or in the future, reaches the client as that error
     */
    Future<Value> handle(QConnection caller, Value request);

    /** Tells that a connection is no more. */
    default void closed(QConnection connection) {}
}
