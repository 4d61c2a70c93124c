/**
 * What a node measures of itself, by Micrometer, for Prometheus to read. {@link io.tickbus.metrics.Metric} lists all of it;
 * {@link io.tickbus.metrics.Meters} is the one place in a Vert.x where verticles show their numbers, each in a
 * {@link io.tickbus.metrics.MeterGroup} that leaves with it.
 *
 * <p>Numbers are read when somebody asks: what is measured only counts, in fields of its own, and knows no Micrometer. Imports
 * nothing of Tickbus.
 */
@NullMarked
package io.tickbus.metrics;

import org.jspecify.annotations.NullMarked;
