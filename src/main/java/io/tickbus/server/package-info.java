/**
 * A q IPC server on Vert.x's NetServer: what makes a Java application look like a q process to q's clients.
 *
 * <p>{@link io.tickbus.server.QServer} listens, {@link io.tickbus.server.Handshake} lets in,
 * {@link io.tickbus.server.QText} reads the few forms of q text that calls are written in, and
 * {@link io.tickbus.server.Definitions} is the table of names that they may use. It answers the calls that it was given and
 * says {@code 'nyi} to all else: it is no q interpreter. Strangers connect, so everything has a bound: {@link
 * io.tickbus.server.ServerLimits} has them, and {@link io.tickbus.server.Refusal} is what reaching one is called. May import
 * {@code q} and Vert.x.
 */
@NullMarked
package io.tickbus.server;

import org.jspecify.annotations.NullMarked;
