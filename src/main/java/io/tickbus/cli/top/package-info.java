/**
 * Internal. The command {@code tickbus top}. {@link io.tickbus.cli.top.TopSource} requests the overview from a node's
 * web port, and {@link io.tickbus.cli.top.TopOverview} contains the answer. {@link io.tickbus.cli.top.TopScreen}
 * formats the overview as lines. {@link io.tickbus.cli.top.TopTerminal} draws the lines on a terminal and reads keys.
 * {@link io.tickbus.cli.top.TopCommand} prints the lines if the output is not a terminal. May import {@code
 * cli.console} and {@code event}.
 */
@NullMarked
package io.tickbus.cli.top;

import org.jspecify.annotations.NullMarked;
