@NullMarked
package io.tickbus.cluster;

import org.jspecify.annotations.NullMarked;
