/** Breaks the rules of the package of this name, for {@code ArchitectureTest}. */
@NullMarked
package io.tickbus.architecture.broken.query;

import org.jspecify.annotations.NullMarked;
