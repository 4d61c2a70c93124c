/**
 * The command {@code scripts/differential}. It runs random selects over random tables in Tickbus and in a real q, and
 * reports the differences.
 */
@NullMarked
package io.tickbus.differential;

import org.jspecify.annotations.NullMarked;
