/**
 * Public API. Converts between the objects of KX's client javakdb 2.0 and Tickbus's values.
 *
 * <p>{@link io.tickbus.javakdb.Javakdb} is the only entry. It converts tables and values both ways, lets an application
 * append a {@code c.Flip} on the event bus and with a producer, and delivers the rows of a consumer as {@code c.Flip}.
 * Only data types of javakdb are used, never its connection.
 */
@NullMarked
package io.tickbus.javakdb;

import org.jspecify.annotations.NullMarked;
