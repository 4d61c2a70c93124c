/**
 * Internal. The command {@code tickbus q}, and the gateway connection that other commands use too. {@link
 * io.tickbus.cli.q.QCommand} opens a {@link io.tickbus.cli.q.QSession}. {@link io.tickbus.cli.q.QPrompt} or standard
 * input provides the lines, which {@link io.tickbus.cli.q.QShell} runs. {@link io.tickbus.cli.q.QHandle} is one
 * connection. {@link io.tickbus.cli.q.GatewayOptions} opens a connection for {@code send}, {@code tail} and {@code
 * query}. May import {@code cli.console}, {@code config}, {@code q.wire} and {@code q}.
 */
@NullMarked
package io.tickbus.cli.q;

import org.jspecify.annotations.NullMarked;
