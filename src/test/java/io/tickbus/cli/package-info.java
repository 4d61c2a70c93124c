/** Tests of the command line: in this JVM by what it prints, and as its users have it, by the jar (those named IT). */
@NullMarked
package io.tickbus.cli;

import org.jspecify.annotations.NullMarked;
