package io.tickbus.client;

import io.tickbus.event.AppendReply;
import io.vertx.core.Promise;

/**
 * Rows that a {@link TableProducer} has accepted, and that have no result yet.
 *
 * @param body the body of the request: a batch or JSON
 * @param rows the number of rows
 * @param outcome the result for the caller
 */
record PendingSend(Object body, int rows, Promise<AppendReply> outcome) {}
