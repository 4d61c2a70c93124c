package io.tickbus.server;

import io.tickbus.q.Value;
import io.vertx.core.Future;

/** The application of a {@link QServer}. All calls arrive on the server's event loop. */
public interface QHandler {
    /**
     * Answers a request. The answer to an async message is discarded. The connection's next request waits until the
     * future completes. Answers are therefore sent in the order of their requests.
     *
     * @param request the decoded message: q text, or a list with a function's name and its arguments
     * @return the answer. The future can complete on any thread. A {@link QError} becomes an error answer, whether it
     *     is thrown or fails the future. Any other failure is logged, and the client receives the error {@code
     *     internal}.
     */
    Future<Value> handle(QConnection caller, Value request);

    /** Reports that a connection has closed. Each connection is reported once. */
    default void closed(QConnection connection) {}
}
