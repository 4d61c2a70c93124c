/**
 * Internal. The command line of the program. {@link io.tickbus.cli.Main} runs one command and turns failures into exit
 * codes. {@link io.tickbus.cli.RunCommand} runs a pipeline. The commands with {@link io.tickbus.cli.ClientOptions} send
 * requests to a running pipeline. {@link io.tickbus.cli.Node} is the Vert.x instance of a command. The commands {@code
 * log}, {@code q} and {@code top} are in subpackages. Only the packages of the command line print or end the JVM. May
 * import everything.
 */
@NullMarked
package io.tickbus.cli;

import org.jspecify.annotations.NullMarked;
