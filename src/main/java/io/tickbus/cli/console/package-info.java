/**
 * Internal. The base of all commands. A command ends with an {@link io.tickbus.cli.console.ExitCode}; it fails with a
 * {@link io.tickbus.cli.console.CommandFailure}, or with a {@link io.tickbus.cli.console.UsageError} for a wrong
 * argument. {@link io.tickbus.cli.console.ServerAddress} reads HOST:PORT. {@link io.tickbus.cli.console.SystemTerminal}
 * and {@link io.tickbus.cli.console.LineInPlace} are the terminal. The package is below all other packages of the
 * command line. May import {@code config}.
 */
@NullMarked
package io.tickbus.cli.console;

import org.jspecify.annotations.NullMarked;
