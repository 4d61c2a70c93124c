/**
 * Internal. The classes that all commands share. A command ends with an {@link io.tickbus.cli.console.ExitCode}. A
 * failed command throws a {@link io.tickbus.cli.console.CommandFailure}. {@link io.tickbus.cli.console.UsageError}
 * reports wrong arguments. The package imports no other package of the command line. May import {@code config}.
 */
@NullMarked
package io.tickbus.cli.console;

import org.jspecify.annotations.NullMarked;
