package io.tickbus.client;

import io.tickbus.event.AppendReply;
import io.vertx.core.Promise;

/**
 * Rows on their way to a table.
 *
 * @param body of the request
 */
record PendingSend(Object body, int rows, Promise<AppendReply> outcome) {}
