/**
 * {@code scripts/differential}: random selects over random tables, here and in a real q, and what differs.
 */
@NullMarked
package io.tickbus.differential;

import org.jspecify.annotations.NullMarked;
