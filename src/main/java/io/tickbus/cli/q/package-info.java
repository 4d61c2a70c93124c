/**
 * Internal. The command {@code tickbus q}, and the connection to a gateway that other commands share. {@link
 * io.tickbus.cli.q.QCommand} opens a {@link io.tickbus.cli.q.QSession} and runs the lines of a {@link
 * io.tickbus.cli.q.QPrompt} or of standard input in a {@link io.tickbus.cli.q.QShell}. {@link io.tickbus.cli.q.QHandle}
 * is one connection. {@link io.tickbus.cli.q.GatewayOptions} opens it for {@code send}, {@code tail} and {@code query}.
 * May import {@code cli.console}, {@code config}, {@code q.wire} and {@code q}.
 */
@NullMarked
package io.tickbus.cli.q;

import org.jspecify.annotations.NullMarked;
