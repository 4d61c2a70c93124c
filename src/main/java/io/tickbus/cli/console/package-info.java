/**
 * Internal. The classes that all commands share. A command ends with an {@link io.tickbus.cli.console.ExitCode}. It
 * fails with a {@link io.tickbus.cli.console.CommandFailure}, or with a {@link io.tickbus.cli.console.UsageError} for a
 * wrong argument. {@link io.tickbus.cli.console.ServerAddress} reads HOST:PORT. {@link
 * io.tickbus.cli.console.SystemTerminal} opens the terminal, and {@link io.tickbus.cli.console.LineInPlace} updates its
 * last line. The package imports no other package of the command line. May import {@code config}.
 */
@NullMarked
package io.tickbus.cli.console;

import org.jspecify.annotations.NullMarked;
