/** Breaks the rules of the package of this name, for {@code ArchitectureTest}. */
@NullMarked
package io.tickbus.architecture.broken.q.wire;

import org.jspecify.annotations.NullMarked;
