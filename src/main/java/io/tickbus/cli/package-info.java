/**
 * The command line: commands, their options and exit codes. The only place that prints or ends the JVM; may import everything.
 */
@NullMarked
package io.tickbus.cli;

import org.jspecify.annotations.NullMarked;
