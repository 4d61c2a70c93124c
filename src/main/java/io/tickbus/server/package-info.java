/**
 * Internal. A q IPC server on Vert.x's NetServer: it makes a Java application look like a q process to q's clients. It is no q
 * interpreter: it answers the calls that the application defines, and signals {@code 'nyi} for everything else.
 *
 * <p>{@code QServer} listens; {@code LoginPhase} checks the {@code Handshake} of a new socket; {@code ClientSession} splits the
 * bytes into messages. {@code RequestDecoder} decodes a message; {@code QText} parses q text to a {@code Request}; {@code
 * Definitions} evaluates it. {@code ReplyEncoder} encodes the answer, and {@code Outbox} sends it on the {@code QConnection}.
 * Clients are not trusted, so everything has a limit: see {@code ServerLimits}; reaching a limit is a {@code Refusal}.
 *
 * <p>May import {@code q}, {@code logging} and Vert.x.
 */
@NullMarked
package io.tickbus.server;

import org.jspecify.annotations.NullMarked;
