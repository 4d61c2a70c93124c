package io.tickbus.client;

import io.tickbus.event.Appended;
import io.vertx.core.Promise;

/**
 * Rows on their way to a table.
 *
 * @param body of the request
 */
record Sending(Object body, int rows, Promise<Appended> outcome) {}
