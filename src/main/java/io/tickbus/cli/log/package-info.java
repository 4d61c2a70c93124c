/**
 * Internal. The command {@code tickbus log} and its subcommands. Imports cli.console, log and q.
 */
@NullMarked
package io.tickbus.cli.log;

import org.jspecify.annotations.NullMarked;
