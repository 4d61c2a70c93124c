/**
 * Internal. The command {@code tickbus top}. Imports cli.console and event.
 */
@NullMarked
package io.tickbus.cli.top;

import org.jspecify.annotations.NullMarked;
