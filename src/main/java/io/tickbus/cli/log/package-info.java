/**
 * Internal. The command {@code tickbus log} and its subcommands. {@link io.tickbus.cli.log.LogFile} opens a log. {@link
 * io.tickbus.cli.log.LogTally} counts the rows of a log by table. {@link io.tickbus.cli.log.LogMessage} extracts the
 * rows of a message, and {@link io.tickbus.cli.log.LogPrinter} prints the rows. May import {@code cli.console}, {@code
 * event}, {@code log}, {@code config}, {@code q.wire} and {@code q}.
 */
@NullMarked
package io.tickbus.cli.log;

import org.jspecify.annotations.NullMarked;
