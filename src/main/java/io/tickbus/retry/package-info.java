/**
 * Internal. {@link io.tickbus.retry.Backoff} computes the delays between attempts. The clients and the gateway use it
 * for requests to the owner, and subscribers for connections to q. This package may import only the JDK.
 */
@NullMarked
package io.tickbus.retry;

import org.jspecify.annotations.NullMarked;
