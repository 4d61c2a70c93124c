/**
 * Internal. The delays between attempts: {@link io.tickbus.retry.Backoff}. The clients and the gateway use it for requests to the owner,
 * and subscribers for connections to q. May import the JDK only.
 */
@NullMarked
package io.tickbus.retry;

import org.jspecify.annotations.NullMarked;
