/**
 * Internal. The metrics of a node, measured with Micrometer for Prometheus. {@link io.tickbus.metrics.Metric} lists all
 * metrics. {@link io.tickbus.metrics.Meters} holds the meters of one Vert.x instance. A verticle adds its meters to a
 * {@link io.tickbus.metrics.MeterGroup} and removes them when it closes the group.
 *
 * <p>A meter reads its value only when a client requests the metrics. The classes that count use plain fields and do
 * not depend on Micrometer. May import {@code library}.
 */
@NullMarked
package io.tickbus.metrics;

import org.jspecify.annotations.NullMarked;
