/**
 * Internal. A q IPC server on Vert.x's NetServer. To q's clients, a Java application with this server looks like a q process.
 * The server is no q interpreter. It answers the calls that the application defines, and fails every other request with
 * {@code 'nyi}.
 *
 * <p>{@code QServer} listens for connections. {@code LoginPhase} checks the {@code Handshake} of a new socket, and
 * {@code ClientSession} splits the bytes into messages. {@code RequestDecoder} decodes a message. {@code QText} parses q text
 * to a {@code Request}, which {@code Definitions} evaluates. {@code ReplyEncoder} encodes the answer, and {@code Outbox}
 * sends it on the {@code QConnection}. Clients are not trusted, so {@code ServerLimits} limits everything. Reaching a limit
 * is a {@code Refusal}.
 *
 * <p>May import {@code q}, {@code logging} and Vert.x.
 */
@NullMarked
package io.tickbus.server;

import org.jspecify.annotations.NullMarked;
