/**
 * Internal. The command {@code tickbus q}, and the connection to a gateway. Imports cli.console, config and q.
 */
@NullMarked
package io.tickbus.cli.q;

import org.jspecify.annotations.NullMarked;
