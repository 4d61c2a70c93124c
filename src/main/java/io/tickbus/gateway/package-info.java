/**
 * Internal, except for the verticle {@link GatewayVerticle}. The server for q clients: to them a node of Tickbus is a real-time
 * database and a chained tickerplant. The gateway has no rows of its own; it requests them from the owner over the bus.
 *
 * <p>The way of a request: {@code QServer} reads it, {@link GatewayCalls} evaluates it, {@link TableQueries} asks for rows through a
 * {@link TableClient}, which retries while the owner changes. {@link UpdCall} appends a client's rows. {@link CannedRequests}
 * recognizes the requests that client programs send on their own. {@code .u.sub} belongs to the package {@code chain}.
 *
 * <p>May import {@code chain}, {@code publish}, {@code server}, {@code client}, {@code metrics}, {@code event}, {@code retry},
 * {@code q.wire}, {@code q} and {@code config}.
 */
@NullMarked
package io.tickbus.gateway;

import org.jspecify.annotations.NullMarked;
