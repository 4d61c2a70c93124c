/**
 * Internal. A q IPC server on Vert.x's NetServer. The gateway and the embedded tickerplant use this server. To a q
 * client, the server looks like a q process, but it is no q interpreter. The server answers the calls that the
 * application defines. Every other request fails with {@code 'nyi}. Each server belongs to one event loop.
 *
 * <p>{@code QServer} listens for connections. {@code LoginPhase} checks the {@code Handshake} of a new socket, and
 * {@code ClientSession} splits the bytes into messages. {@code RequestDecoder} decodes a message. {@code QText} parses
 * q text to a {@code Request}, and {@code Definitions} evaluates the request. {@code ReplyEncoder} encodes the answer,
 * and {@code Outbox} sends the encoded answer on the {@code QConnection}. The server does not trust its clients. {@code
 * ServerLimits} limits their use of memory and connections. A reached limit counts as a {@code Refusal}.
 *
 * <p>May import {@code q}, {@code library}, {@code logging} and Vert.x.
 */
@NullMarked
package io.tickbus.server;

import org.jspecify.annotations.NullMarked;
