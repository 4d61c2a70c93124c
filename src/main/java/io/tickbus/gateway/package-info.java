/**
 * Internal, except for the verticle {@link GatewayVerticle}. The server for q clients. For a q client, a node of
 * Tickbus is a real-time database and a chained tickerplant. The gateway stores no rows. The gateway requests rows from
 * the owner over the bus. The verticle's event loop owns all objects of the gateway.
 *
 * <p>{@code QServer} reads a request, and {@link GatewayCalls} evaluates it. {@link TableQueries} requests rows through
 * a {@link TableClient}. The {@code TableClient} retries while the owner changes. {@link UpdCall} appends a client's
 * rows. {@link CannedRequests} recognizes the requests that client programs send automatically. The package {@code
 * chain} defines {@code .u.sub}.
 */
@NullMarked
package io.tickbus.gateway;

import org.jspecify.annotations.NullMarked;
