package io.tickbus.metrics;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The meters of one part of a node. All meters of the group have the group's labels. {@link #close} removes all meters
 * of the group. The thread that reads the metrics calls the functions of the meters. The functions must not block or
 * throw an exception. Thread-safe.
 */
public interface MeterGroup extends AutoCloseable {
    /**
     * Adds a meter with one value.
     *
     * @param metric a counter or a gauge
     * @param number returns the current value
     * @param moreLabels further labels as name, value, name, value
     * @throws IllegalArgumentException if the metric is a timer
     */
    void show(Metric metric, DoubleSupplier number, String... moreLabels);

    /**
     * Adds a timer.
     *
     * @param metric a timer
     * @param count returns the number of operations
     * @param nanos returns the total time of all operations, in ns
     * @param moreLabels further labels as name, value, name, value
     * @throws IllegalArgumentException if the metric is not a timer
     */
    void show(Metric metric, LongSupplier count, LongSupplier nanos, String... moreLabels);

    /** Removes all meters of the group. Later calls of {@code show} have no effect. */
    @Override
    void close();
}
