/** Complete applications to read and to copy, each with a test that runs it. */
@NullMarked
package io.tickbus.examples;

import org.jspecify.annotations.NullMarked;
