/**
 * Internal. The libraries that only some parts of Tickbus need. {@link io.tickbus.library.OptionalLibrary} lists them, and a
 * part that needs one requires it by name when the part starts. This package may import only the JDK.
 */
@NullMarked
package io.tickbus.library;

import org.jspecify.annotations.NullMarked;
