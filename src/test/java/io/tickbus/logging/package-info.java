@NullMarked
package io.tickbus.logging;

import org.jspecify.annotations.NullMarked;
