/**
 * What crosses the event bus: records, their codecs, the addresses, and rows as JSON. May import {@code q}.
 */
@NullMarked
package io.tickbus.event;

import org.jspecify.annotations.NullMarked;
