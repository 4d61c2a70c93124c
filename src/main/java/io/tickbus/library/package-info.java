/**
 * Internal. The libraries that only some parts of Tickbus need. {@link io.tickbus.library.OptionalLibrary} lists these
 * libraries. A part checks its libraries when it starts. This package may import only the JDK.
 */
@NullMarked
package io.tickbus.library;

import org.jspecify.annotations.NullMarked;
