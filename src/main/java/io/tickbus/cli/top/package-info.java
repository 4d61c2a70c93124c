/**
 * Internal. The command {@code tickbus top}. {@link io.tickbus.cli.top.TopSource} requests the overview from a node's
 * web port, and {@link io.tickbus.cli.top.TopOverview} holds it. {@link io.tickbus.cli.top.TopScreen} formats it as
 * lines. {@link io.tickbus.cli.top.TopTerminal} draws them on a terminal and reads keys; {@link
 * io.tickbus.cli.top.TopCommand} prints them elsewhere. May import {@code cli.console} and {@code event}.
 */
@NullMarked
package io.tickbus.cli.top;

import org.jspecify.annotations.NullMarked;
